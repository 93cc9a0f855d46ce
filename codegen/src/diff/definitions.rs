//! Which definition each name denotes in the two crates.
//!
//! Several names may denote one type, of which all but one are aliases. Which of them it is, and how
//! the type is named, may change without a consequence for callers. They notice if two names denote
//! one type in one crate, and two types in the other.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::children;
use super::matching::{Pair, pairs};
use super::report::join;
use crate::model::{Api, Item, Name, Resource, Shape};

/// The types in `schemas` by name.
pub(super) type Schemas<'a> = HashMap<&'a str, &'a Item>;

/// The definitions that the same names denote in both crates.
#[derive(Default)]
pub(super) struct Definitions {
    /// By the paths of the old and the new definition.
    links: BTreeMap<(String, String), Link>,
}

/// An old and a new definition with at least one common name.
#[derive(Debug, Default)]
pub(super) struct Link {
    /// The item path of the name at which changes of the definition are reported.
    pub(super) reported_at: String,
    /// Other names of the old definition denote another new one, which more names denote.
    pub(super) is_split: bool,
    /// Other names of the new definition denoted another old one, which more names denoted.
    pub(super) is_joined: bool,
    names: usize,
    /// Changes are reported at a name that is not an alias, if there is one.
    is_alias: bool,
}

impl Definitions {
    pub(super) fn new(old: &Api, new: &Api) -> Self {
        let mut definitions = Self::default();
        definitions.add("schemas", &old.items, &new.items);
        definitions.add_resource("", &old.root, &new.root);
        definitions.compare();
        definitions
    }

    fn add_resource(&mut self, path: &str, old: &Resource, new: &Resource) {
        self.add(path, &old.items, &new.items);
        for (old, new) in children::in_both(old, new) {
            self.add_resource(&join(path, &new.module), old, new);
        }
    }

    fn add(&mut self, module: &str, old: &[Item], new: &[Item]) {
        for pair in pairs(old, new, |item| &item.name) {
            let (Pair::Both(old, new) | Pair::Renamed(old, new)) = pair else { continue };
            let is_alias = is_shared(old) || is_shared(new);
            let link = self.links.entry((path(module, old), path(module, new))).or_default();
            if link.names == 0 || link.is_alias && !is_alias {
                link.reported_at = join(module, &new.name.rust);
                link.is_alias = is_alias;
            }
            link.names += 1;
        }
    }

    /// Determines which definition continues each one: that with the most names in common.
    fn compare(&mut self) {
        let (mut of_old, mut of_new) = (BTreeMap::new(), BTreeMap::new());
        for ((old, new), link) in &self.links {
            let rank = |other: &str| (link.names, old == new, std::cmp::Reverse(other.to_owned()));
            let best = of_old.entry(old.clone()).or_insert_with(|| rank(new));
            *best = rank(new).max(best.clone());
            let best = of_new.entry(new.clone()).or_insert_with(|| rank(old));
            *best = rank(old).max(best.clone());
        }
        for ((old, new), link) in &mut self.links {
            link.is_split = of_old.get(old).is_some_and(|(_, _, best)| best.0 != *new);
            link.is_joined = of_new.get(new).is_some_and(|(_, _, best)| best.0 != *old);
        }
    }

    /// Returns the link between two definitions, by their paths.
    pub(super) fn link(&self, old: &str, new: &str) -> Option<&Link> {
        self.links.get(&(old.to_owned(), new.to_owned()))
    }
}

fn is_shared(item: &Item) -> bool {
    matches!(item.shape, Shape::Shared(_))
}

/// Returns the path of the definition that an item of a module denotes.
pub(super) fn path(module: &str, item: &Item) -> String {
    match &item.shape {
        Shape::Shared(shared) => join("schemas", &shared.type_name),
        _ => join(module, &item.name.rust),
    }
}

/// Returns the definition that an item denotes, with the documentation of the item.
pub(super) fn definition<'i>(item: &'i Item, schemas: &Schemas<'_>) -> Cow<'i, Item> {
    let Shape::Shared(shared) = &item.shape else { return Cow::Borrowed(item) };
    let Some(&definition) = schemas.get(shared.type_name.as_str()) else { return Cow::Borrowed(item) };
    let mut definition = definition.clone();
    let own = |name: &Name| shared.own_docs.iter().find(|own| own.name.wire == name.wire);
    match &mut definition.shape {
        Shape::Struct(shape) => {
            for field in &mut shape.fields {
                if let Some(own) = own(&field.name) {
                    field.docs = own.docs.clone();
                }
            }
        }
        Shape::Enum(shape) => {
            for variant in &mut shape.variants {
                if let Some(own) = own(&variant.name) {
                    (variant.docs, variant.is_default) = (own.docs.clone(), own.is_default);
                }
            }
        }
        Shape::Union(_) | Shape::Alias(_) | Shape::Shared(_) => {}
    }
    Cow::Owned(definition)
}

#[cfg(test)]
mod tests {
    use crate::{Options, Rule};

    /// Returns a document in which these schemas have a warning with these properties. A schema
    /// without a dot has the properties itself.
    fn document(schemas: &[(&str, &str)]) -> String {
        let schemas = schemas.iter().map(|(name, properties)| {
            let properties = properties.split(' ').map(|name| format!(r#""{name}": {{"type": "string"}}"#));
            let object =
                format!(r#"{{"type": "object", "properties": {{{}}}}}"#, properties.collect::<Vec<_>>().join(", "));
            match name.split_once('.') {
                Some((name, property)) => {
                    format!(r#""{name}": {{"type": "object", "properties": {{"{property}": {object}}}}}"#)
                }
                None => format!(r#""{name}": {object}"#),
            }
        });
        format!(
            r#"{{"name": "a", "version": "v1", "rootUrl": "https://a.example/", "servicePath": "", "schemas": {{{}}}}}"#,
            schemas.collect::<Vec<_>>().join(", ")
        )
    }

    /// Returns the changes from one list of schemas to another one.
    fn changes(old: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<(Rule, String)> {
        let changes = crate::diff(&document(old), &document(new), &Options::default()).expect("valid documents").list;
        changes.into_iter().map(|change| (change.rule, change.item_path)).collect()
    }

    fn change(rule: Rule, item_path: &str) -> (Rule, String) {
        (rule, item_path.to_owned())
    }

    #[test]
    fn another_identical_type_breaks_nothing() {
        let (one, two) = (("DiskList.warning", "x"), ("NodeList.warning", "x"));
        let added = |name| change(Rule::TypeAdded, name);
        let expected = ["schemas::ListWarning", "schemas::NodeList", "schemas::NodeListWarning"];
        assert_eq!(changes(&[one], &[one, two]), expected.map(added));
        let three = ("RouteList.warning", "x");
        let expected = ["schemas::RouteList", "schemas::RouteListWarning"];
        assert_eq!(changes(&[one, two], &[one, two, three]), expected.map(added));
    }

    #[test]
    fn a_change_of_all_is_reported_once() {
        let with = |properties| ["A.warning", "B.warning", "C.warning"].map(|name| (name, properties));
        assert_eq!(changes(&with("x"), &with("x y")), [change(Rule::FieldAdded, "schemas::Warning::y")]);
    }

    #[test]
    fn a_type_that_has_the_documentation_of_its_alias_is_not_a_change() {
        let document = |others: &str| {
            let schema = |name: &str, text: &str| {
                format!(
                    r#""{name}": {{"type": "object", "properties": {{"color": {{
                        "type": "string", "enum": ["RED"], "enumDescriptions": ["{text}"]}}}}}}"#
                )
            };
            let own = schema("Note", "As blood.");
            format!(
                r#"{{"name": "a", "version": "v1", "rootUrl": "https://a.example/", "servicePath": "",
                    "schemas": {{{own}{}}}}}"#,
                others.replace("OTHER", &schema("Area", "As a rose."))
            )
        };
        let changes = crate::diff(&document(""), &document(", OTHER"), &Options::default()).expect("valid documents");
        assert!(changes.list.iter().all(|change| change.rule == Rule::TypeAdded), "{changes:?}");
    }

    #[test]
    fn a_type_leaves_its_group_and_returns() {
        let all = |last| [("A.warning", "x"), ("B.warning", "x"), ("C.warning", last)];
        let path = "schemas::CWarning";
        let added = change(Rule::FieldAdded, "schemas::CWarning::y");
        assert_eq!(changes(&all("x"), &all("x y")), [change(Rule::TypeSplit, path), added]);
        let removed = change(Rule::FieldRemoved, "schemas::CWarning::y");
        assert_eq!(changes(&all("x y"), &all("x")), [change(Rule::TypesJoined, path), removed]);
    }

    #[test]
    fn a_schema_takes_the_name_of_a_shared_type() {
        let (one, two) = (("A.warning", "x"), ("B.warning", "x"));
        let path = "schemas::Warning";
        let found = changes(&[one, two], &[one, two, ("Warning", "x")]);
        assert_eq!(found, [change(Rule::TypeSplit, path)]);
        let found = changes(&[one, two], &[one, two, ("Warning", "y")]);
        let expected = [
            change(Rule::TypeSplit, path),
            change(Rule::FieldRemoved, "schemas::Warning::x"),
            change(Rule::FieldAdded, "schemas::Warning::y"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_name_that_several_groups_would_have_is_removed() {
        let two = [("A.warning", "x"), ("B.warning", "x")];
        let four = [two[0], two[1], ("C.warning", "y"), ("D.warning", "y")];
        let found = changes(&two, &four);
        assert_eq!(found.first(), Some(&change(Rule::TypeRemoved, "schemas::Warning")));
        assert!(found.iter().skip(1).all(|(rule, _)| *rule == Rule::TypeAdded), "{found:?}");
    }
}
