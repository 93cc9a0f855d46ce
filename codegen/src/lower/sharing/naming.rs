//! Names of shared types.
//!
//! The name is the longest sequence of words at the end of all members' names: `Warning` for
//! `ListWarning` and `AggregatedListWarning`. It must not be the name of a schema or of another
//! inline type, which keep theirs. If several groups would have the same name, it belongs to the one
//! with more members than the others together. A group without such a name has that of its first
//! member.

use std::collections::HashMap;

use super::Inline;
use crate::names::{self, Namespace};

/// Words that say nothing without the word before them.
const VAGUE: &[&str] = &[
    "Error", "Info", "Kind", "Mode", "Name", "Option", "Options", "Result", "State", "Status", "Type", "Types",
    "Value", "Values",
];

/// The name of a shared type.
pub(super) struct GroupName {
    pub(super) text: String,
    /// The name is also that of a member.
    pub(super) is_member: bool,
    pub(super) is_numbered: bool,
}

/// Returns the names of all groups. Claims those that no member has.
pub(super) fn assign(groups: &[Vec<Inline<'_>>], namespace: &mut Namespace) -> Vec<GroupName> {
    let common: Vec<Option<&str>> = groups.iter().map(|members| common_name(members)).collect();
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    for (name, members) in common.iter().zip(groups) {
        if let Some(name) = name {
            *wanted.entry(name).or_default() += members.len();
        }
    }
    let is_free = |name: &str, members: &[Inline<'_>]| {
        !namespace.contains(name) && wanted.get(name).is_some_and(|all| members.len() * 2 > *all)
    };
    let names: Vec<Option<GroupName>> = common
        .iter()
        .zip(groups)
        .map(|(common, members)| {
            let common = (*common)?;
            let is_member = members.iter().any(|member| member.in_schemas && member.name == common);
            let name = GroupName { text: common.to_owned(), is_member, is_numbered: false };
            (is_member || is_free(common, members)).then_some(name)
        })
        .collect();
    for name in names.iter().flatten().filter(|name| !name.is_member) {
        namespace.claim(name.text.clone());
    }
    names
        .into_iter()
        .zip(groups)
        .map(|(name, members)| name.unwrap_or_else(|| first_name(members, namespace)))
        .collect()
}

/// Returns the name of the first member. Those of parameters are in other modules, so that they
/// have to be claimed.
fn first_name(members: &[Inline<'_>], namespace: &mut Namespace) -> GroupName {
    match members.first() {
        Some(member) if member.in_schemas => {
            GroupName { text: member.name.to_owned(), is_member: true, is_numbered: false }
        }
        first => {
            let claimed = namespace.claim(first.map_or("Shared", |member| member.name).to_owned());
            GroupName { text: claimed.name, is_member: false, is_numbered: claimed.numbered }
        }
    }
}

/// Returns the longest sequence of words at the end of all names, if it is a name.
fn common_name<'i>(members: &[Inline<'i>]) -> Option<&'i str> {
    let first = members.first()?.name;
    let starts = word_starts(first);
    let is_common = |start: &&usize| {
        let suffix = first.get(**start..).unwrap_or_default();
        members.iter().all(|member| {
            let start = member.name.len().checked_sub(suffix.len());
            member.name.ends_with(suffix) && start.is_some_and(|start| word_starts(member.name).contains(&start))
        })
    };
    let name = starts.iter().find(is_common).and_then(|start| first.get(*start..))?;
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase()) && !names::is_reserved(name);
    Some(name).filter(|name| is_name && !VAGUE.contains(name))
}

/// Returns where the words of a name start. `HTTP2HealthCheck_v1` consists of `HTTP2`, `Health`,
/// `Check_` and `v1`.
fn word_starts(name: &str) -> Vec<usize> {
    let bytes = name.as_bytes();
    let at = |index: usize| bytes.get(index).copied().unwrap_or_default();
    let is_start = |index: usize| {
        let Some(previous) = index.checked_sub(1).map(at) else { return true };
        let ends_acronym = previous.is_ascii_uppercase() && at(index + 1).is_ascii_lowercase();
        previous == b'_' || at(index).is_ascii_uppercase() && (!previous.is_ascii_uppercase() || ends_acronym)
    };
    (0..bytes.len()).filter(|index| is_start(*index)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attributes, Docs, Enum, Item, Name, Shape};

    /// Names groups of types. Names of types in `schemas` have no dot, path names of parameters do.
    fn names(groups: &[&[&'static str]], in_use: &[&str]) -> Vec<String> {
        let item = Item {
            name: Name { wire: String::new(), rust: String::new() },
            docs: Docs::default(),
            deprecated: false,
            attributes: Attributes::default(),
            is_introduced: false,
            shape: Shape::Enum(Enum { variants: Vec::new(), unknown: String::new() }),
        };
        let inline = |name: &&'static str| Inline {
            key: name,
            name: name.trim_start_matches('.'),
            in_schemas: !name.starts_with('.'),
            item: &item,
            is_selected: true,
        };
        let inline: Vec<Vec<Inline<'_>>> = groups.iter().map(|names| names.iter().map(inline).collect()).collect();
        let own = inline.iter().flatten().filter(|member| member.in_schemas).map(|member| member.name);
        let mut namespace = Namespace::default();
        own.chain(in_use.iter().copied()).for_each(|name| {
            namespace.claim(name.to_owned());
        });
        assign(&inline, &mut namespace).into_iter().map(|name| name.text).collect()
    }

    #[test]
    fn the_name_is_the_common_end() {
        assert_eq!(names(&[&["AggregatedListWarning", "ListWarning"]], &[]), ["ListWarning"]);
        assert_eq!(names(&[&["ListWarning", "ScopedWarning"]], &[]), ["Warning"]);
        assert_eq!(names(&[&["ListWarningData", "ScopedWarningData"]], &[]), ["WarningData"]);
        assert_eq!(names(&[&[".BucketsGetProjection", ".ObjectsGetProjection"]], &[]), ["GetProjection"]);
        // Words, not letters.
        assert_eq!(names(&[&["AUnwarning", "BWarning"]], &[]), ["AUnwarning"]);
        assert_eq!(names(&[&["Address_v1", "Route_v1"]], &[]), ["Address_v1"]);
    }

    #[test]
    fn a_vague_word_is_not_a_name() {
        assert_eq!(names(&[&["DiskType", "NicType"]], &[]), ["DiskType"]);
        assert_eq!(names(&[&["InterfaceNicType", "ProfileNicType"]], &[]), ["NicType"]);
        assert_eq!(names(&[&["ASelf", "BSelf"]], &[]), ["ASelf"]);
    }

    #[test]
    fn a_name_in_use_stays_with_its_owner() {
        assert_eq!(names(&[&["AWarning", "BWarning"]], &["Warning"]), ["AWarning"]);
        // One of the members is the owner.
        assert_eq!(names(&[&["ProfileRole", "Role"]], &[]), ["Role"]);
        // A parameter's enum is in another module, where its name has the path in front.
        assert_eq!(names(&[&[".AGetView", ".BListView"]], &["View"]), ["AGetView"]);
        assert_eq!(names(&[&["BListView", ".AGetView"]], &["View"]), ["BListView"]);
        assert_eq!(names(&[&[".AGetView", ".BListView"]], &["View", "AGetView"]), ["AGetView2"]);
    }

    #[test]
    fn the_largest_group_has_the_name() {
        let (three, two): (&[&str], &[&str]) = (&["AWarning", "BWarning", "CWarning"], &["DWarning", "EWarning"]);
        assert_eq!(names(&[three, two], &[]), ["Warning", "DWarning"]);
        assert_eq!(names(&[two, three], &[]), ["DWarning", "Warning"]);
        assert_eq!(names(&[two, &["FWarning", "GWarning"]], &[]), ["DWarning", "FWarning"]);
        // It must be larger than the others together.
        assert_eq!(names(&[three, two, &["FWarning", "GWarning"]], &[]), ["AWarning", "DWarning", "FWarning"]);
    }

    #[test]
    fn splits_names_into_words() {
        let words = |name: &'static str| -> Vec<&str> {
            let starts = word_starts(name);
            let ends = starts.iter().skip(1).copied().chain([name.len()]);
            starts.iter().copied().zip(ends).filter_map(|(start, end)| name.get(start..end)).collect()
        };
        assert_eq!(words("HTTP2HealthCheck_v1"), ["HTTP2", "Health", "Check_", "v1"]);
        assert_eq!(words("Ipv6AccessType"), ["Ipv6", "Access", "Type"]);
        assert_eq!(words("SSLPolicy"), ["SSL", "Policy"]);
        assert_eq!(words("A"), ["A"]);
    }
}
