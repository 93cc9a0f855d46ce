//! Groups changes for readers: by severity, then by method and type, then removals before
//! additions.

use std::collections::HashMap;
use std::hash::Hash;

use discovery_codegen::{Change, ChangeKind, Changes, Rule, Verdict};

/// The minimum number of similar changes that are listed by name only.
const MANY: usize = 4;

/// The maximum number of names in a list of compatible changes.
const MAX_NAMES: usize = 40;

/// The changes of one severity.
pub(super) struct Section<'c> {
    pub(super) title: &'static str,
    pub(super) verdict: Verdict,
    pub(super) changes: usize,
    pub(super) groups: Vec<Group<'c>>,
}

/// The changes of one method, type or module, or one change that many of them have in common.
pub(super) struct Group<'c> {
    pub(super) owners: Vec<&'c str>,
    pub(super) entries: Vec<Entry<'c>>,
}

/// One change, or several similar ones that differ only in their names.
pub(super) struct Entry<'c> {
    pub(super) kind: ChangeKind,
    pub(super) subject: &'static str,
    pub(super) names: Vec<&'c str>,
    pub(super) before: Option<&'c str>,
    pub(super) after: Option<&'c str>,
    /// The code to write in place of what was removed.
    pub(super) alternative: Option<&'c str>,
}

impl Section<'_> {
    /// Truncates a list of names, and returns how many were omitted. Breaking changes are never
    /// omitted.
    pub(super) fn truncate<'n, 'c>(&self, names: &'n [&'c str]) -> (&'n [&'c str], usize) {
        match (self.verdict, names.get(..MAX_NAMES)) {
            (Verdict::Compatible, Some(first)) if names.len() > MAX_NAMES + MANY => (first, names.len() - MAX_NAMES),
            _ => (names, 0),
        }
    }
}

impl Entry<'_> {
    /// Returns the texts from before and after, which follow the subject and its names. Each text
    /// is formatted with `format_text`.
    pub(super) fn detail(&self, format_text: impl Fn(&str) -> String) -> Option<String> {
        let texts = match (self.before, self.after, self.kind) {
            (None, None, _) => return None,
            (Some(before), Some(after), _) => format!("{} → {}", format_text(before), format_text(after)),
            (Some(before), None, ChangeKind::Changed) => format!("{} → none", format_text(before)),
            (None, Some(after), ChangeKind::Changed) => format!("none → {}", format_text(after)),
            (Some(text), None, _) | (None, Some(text), _) => format_text(text),
        };
        // Signatures contain the name: `method leave(room_id: &str)`, but `field mood: String`.
        let colon = if self.names.is_empty() && self.kind != ChangeKind::Changed { "" } else { ":" };
        Some(format!("{colon} {texts}"))
    }
}

/// Returns the sections that are not empty. Changes to documentation are included if `docs` is set.
pub(super) fn sections(changes: &Changes, docs: bool) -> Vec<Section<'_>> {
    let section = |title, verdict, includes: &dyn Fn(Rule) -> bool| {
        let mut list: Vec<&Change> = changes.list.iter().filter(|change| includes(change.rule)).collect();
        // An API may have dozens of endpoints, which few programs use. The sort is stable.
        list.sort_by_key(|change| matches!(change.rule, Rule::EndpointAdded | Rule::EndpointRemoved));
        Section { title, verdict, changes: list.len(), groups: groups(&list) }
    };
    let is_compatible = |rule: Rule, behavior: bool| {
        rule.verdict() == Verdict::Compatible
            && rule.changes_behavior() == behavior
            && rule != Rule::DocumentationChanged
    };
    let mut sections = vec![
        section("Breaking", Verdict::Breaking, &|rule| rule.verdict() == Verdict::Breaking),
        section("Compatible, with different behavior", Verdict::Compatible, &|rule| is_compatible(rule, true)),
        section("Compatible", Verdict::Compatible, &|rule| is_compatible(rule, false)),
    ];
    if docs {
        sections.push(section("Documentation", Verdict::Compatible, &|rule| rule == Rule::DocumentationChanged));
    }
    sections.retain(|section| section.changes > 0);
    sections
}

/// Groups changes by owner. Changes that many owners have in common follow.
fn groups<'c>(changes: &[&'c Change]) -> Vec<Group<'c>> {
    // Changes of rules with a plural are listed by name, so their texts may differ.
    let key = |change: &'c Change| {
        let texts = (change.before.as_deref(), change.after.as_deref());
        (change.rule, &change.name, change.rule.subjects().map_or(texts, |_| (None, None)))
    };
    let mut counts = HashMap::new();
    for change in changes {
        *counts.entry(key(change)).or_insert(0_usize) += 1;
    }
    let is_common = |change: &&'c Change| counts.get(&key(change)).is_some_and(|count| *count >= MANY);
    let (common, own): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(|change| is_common(change));
    let own = gather(&own, |change| &change.owner).into_iter().filter_map(|list| {
        let owner = list.first()?.owner.as_str();
        Some(Group { owners: vec![owner], entries: entries(list) })
    });
    let common = gather(&common, key).into_iter().filter_map(|list| {
        let first = list.first()?;
        let same = list.iter().all(|change| (&change.before, &change.after) == (&first.before, &first.after));
        let entry = if same { one(first) } else { several(first.rule, first.rule.subject(), &[first]) };
        Some(Group { owners: list.iter().map(|change| change.owner.as_str()).collect(), entries: vec![entry] })
    });
    own.chain(common).collect()
}

/// Gathers changes with the same key, in the order of the first change of each key.
fn gather<'c, K: Hash + Eq>(changes: &[&'c Change], key: impl Fn(&'c Change) -> K) -> Vec<Vec<&'c Change>> {
    let mut indices = HashMap::new();
    let mut gathered: Vec<Vec<&Change>> = Vec::new();
    for &change in changes {
        let index = *indices.entry(key(change)).or_insert(gathered.len());
        match gathered.get_mut(index) {
            Some(list) => list.push(change),
            None => gathered.push(vec![change]),
        }
    }
    gathered
}

fn entries(mut changes: Vec<&Change>) -> Vec<Entry<'_>> {
    changes.sort_by_key(|change| (change.rule.kind(), change.rule));
    let mut entries = Vec::new();
    for similar in changes.chunk_by(|one, other| one.rule == other.rule) {
        let Some(rule) = similar.first().map(|change| change.rule) else {
            continue;
        };
        let without_texts = similar.iter().all(|change| change.before.is_none() && change.after.is_none());
        match rule.subjects() {
            Some(subject) if similar.len() >= MANY || without_texts && similar.len() > 1 => {
                entries.push(several(rule, subject, similar));
            }
            _ => entries.extend(similar.iter().map(|change| one(change))),
        }
    }
    entries
}

/// Returns an entry for changes that differ only in their names.
fn several<'c>(rule: Rule, subject: &'static str, changes: &[&'c Change]) -> Entry<'c> {
    let names = changes.iter().map(|change| change.name.as_str()).filter(|name| !name.is_empty()).collect();
    Entry { kind: rule.kind(), subject, names, before: None, after: None, alternative: None }
}

fn one(change: &Change) -> Entry<'_> {
    let (before, after) = (change.before.as_deref(), change.after.as_deref());
    // Signatures contain the name, and so do texts of renamed items.
    let name = change.name.strip_suffix("()").unwrap_or(&change.name);
    let contains_name =
        |text: &str| text == change.name || text.strip_prefix(name).is_some_and(|rest| rest.starts_with(['(', ':']));
    let is_named = before.or(after).is_some_and(contains_name);
    let names = if change.name.is_empty() || is_named { Vec::new() } else { vec![change.name.as_str()] };
    Entry {
        kind: change.rule.kind(),
        subject: change.rule.subject(),
        names,
        before,
        after,
        alternative: change.alternative.as_deref(),
    }
}
