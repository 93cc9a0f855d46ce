//! Changes as a reader takes them in: the worst first, then by method and type, then what went before what came.

use std::collections::HashMap;
use std::hash::Hash;

use discovery_codegen::{Change, ChangeKind, Changes, Rule, Verdict};

/// From so many on, names alone are listed.
const MANY: usize = 4;

/// So many names of one list are shown, unless they are of something breaking.
const SHOWN: usize = 40;

/// Changes that mean the same for callers.
pub(super) struct Section<'c> {
    pub(super) title: &'static str,
    pub(super) verdict: Verdict,
    pub(super) changes: usize,
    pub(super) groups: Vec<Group<'c>>,
}

/// The changes of one method, type or module; or one change that many of them have in common.
pub(super) struct Group<'c> {
    pub(super) owners: Vec<&'c str>,
    pub(super) entries: Vec<Entry<'c>>,
}

/// One change, or several of one kind that their names say all about.
pub(super) struct Entry<'c> {
    pub(super) kind: ChangeKind,
    pub(super) subject: &'static str,
    pub(super) names: Vec<&'c str>,
    pub(super) before: Option<&'c str>,
    pub(super) after: Option<&'c str>,
}

impl Section<'_> {
    /// The names to show of a list, and how many are left out. Nothing breaking is.
    pub(super) fn shown<'n, 'c>(&self, names: &'n [&'c str]) -> (&'n [&'c str], usize) {
        match (self.verdict, names.get(..SHOWN)) {
            (Verdict::Compatible, Some(first)) if names.len() > SHOWN + MANY => (first, names.len() - SHOWN),
            _ => (names, 0),
        }
    }
}

impl Entry<'_> {
    /// What stands behind the subject and its names: the texts from before and after, each as `shown` has it.
    pub(super) fn detail(&self, shown: impl Fn(&str) -> String) -> Option<String> {
        let texts = match (self.before, self.after, self.kind) {
            (None, None, _) => return None,
            (Some(before), Some(after), _) => format!("{} → {}", shown(before), shown(after)),
            (Some(before), None, ChangeKind::Changed) => format!("{} → none", shown(before)),
            (None, Some(after), ChangeKind::Changed) => format!("none → {}", shown(after)),
            (Some(text), None, _) | (None, Some(text), _) => shown(text),
        };
        // `method leave(room_id: &str)`, and `field mood: String`.
        let colon = if self.names.is_empty() && self.kind != ChangeKind::Changed { "" } else { ":" };
        Some(format!("{colon} {texts}"))
    }
}

/// Sections that have something to say. Documentation is listed on demand alone.
pub(super) fn sections(changes: &Changes, docs: bool) -> Vec<Section<'_>> {
    let of = |title, verdict, has: &dyn Fn(Rule) -> bool| {
        let list: Vec<&Change> = changes.list.iter().filter(|change| has(change.rule)).collect();
        Section { title, verdict, changes: list.len(), groups: groups(&list) }
    };
    let is = |rule: Rule, behaviour: bool| {
        rule.verdict() == Verdict::Compatible
            && rule.changes_behaviour() == behaviour
            && rule != Rule::DocumentationChanged
    };
    let mut sections = vec![
        of("Breaking", Verdict::Breaking, &|rule| rule.verdict() == Verdict::Breaking),
        of("Compatible, but behaves otherwise", Verdict::Compatible, &|rule| is(rule, true)),
        of("Compatible", Verdict::Compatible, &|rule| is(rule, false)),
    ];
    if docs {
        sections.push(of("Documentation", Verdict::Compatible, &|rule| rule == Rule::DocumentationChanged));
    }
    sections.retain(|section| section.changes > 0);
    sections
}

/// By owner, then what many owners have in common.
fn groups<'c>(changes: &[&'c Change]) -> Vec<Group<'c>> {
    // Where names say all, texts may differ.
    let alike = |change: &'c Change| {
        let texts = (change.before.as_deref(), change.after.as_deref());
        (change.rule, &change.name, change.rule.subjects().map_or(texts, |_| (None, None)))
    };
    let mut counts = HashMap::new();
    for change in changes {
        *counts.entry(alike(change)).or_insert(0_usize) += 1;
    }
    let is_common = |change: &&'c Change| counts.get(&alike(change)).is_some_and(|count| *count >= MANY);
    let (common, own): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(|change| is_common(change));
    let own = gather(&own, |change| &change.owner).into_iter().filter_map(|list| {
        let owner = list.first()?.owner.as_str();
        Some(Group { owners: vec![owner], entries: entries(list) })
    });
    let common = gather(&common, alike).into_iter().filter_map(|list| {
        let first = list.first()?;
        let same = list.iter().all(|change| (&change.before, &change.after) == (&first.before, &first.after));
        let entry = if same { one(first) } else { several(first.rule, first.rule.subject(), &[first]) };
        Some(Group { owners: list.iter().map(|change| change.owner.as_str()).collect(), entries: vec![entry] })
    });
    own.chain(common).collect()
}

/// Changes of the same key together, in the order in which the keys first come up.
fn gather<'c, K: Hash + Eq>(changes: &[&'c Change], key: impl Fn(&'c Change) -> K) -> Vec<Vec<&'c Change>> {
    let mut of_key = HashMap::new();
    let mut gathered: Vec<Vec<&Change>> = Vec::new();
    for &change in changes {
        let at = *of_key.entry(key(change)).or_insert(gathered.len());
        match gathered.get_mut(at) {
            Some(list) => list.push(change),
            None => gathered.push(vec![change]),
        }
    }
    gathered
}

fn entries(mut changes: Vec<&Change>) -> Vec<Entry<'_>> {
    changes.sort_by_key(|change| (change.rule.kind(), change.rule));
    let mut entries = Vec::new();
    for alike in changes.chunk_by(|one, other| one.rule == other.rule) {
        let Some(rule) = alike.first().map(|change| change.rule) else {
            continue;
        };
        let silent = alike.iter().all(|change| change.before.is_none() && change.after.is_none());
        match rule.subjects() {
            Some(subject) if alike.len() >= MANY || silent && alike.len() > 1 => {
                entries.push(several(rule, subject, alike));
            }
            _ => entries.extend(alike.iter().map(|change| one(change))),
        }
    }
    entries
}

/// Changes that their names say all about.
fn several<'c>(rule: Rule, subject: &'static str, changes: &[&'c Change]) -> Entry<'c> {
    let names = changes.iter().map(|change| change.name.as_str()).filter(|name| !name.is_empty()).collect();
    Entry { kind: rule.kind(), subject, names, before: None, after: None }
}

fn one(change: &Change) -> Entry<'_> {
    let (before, after) = (change.before.as_deref(), change.after.as_deref());
    // A signature has the name in it, and so has what was renamed.
    let name = change.name.strip_suffix("()").unwrap_or(&change.name);
    let told =
        |text: &str| text == change.name || text.strip_prefix(name).is_some_and(|rest| rest.starts_with(['(', ':']));
    let told = before.or(after).is_some_and(told);
    let names = if change.name.is_empty() || told { Vec::new() } else { vec![change.name.as_str()] };
    Entry { kind: change.rule.kind(), subject: change.rule.subject(), names, before, after }
}
