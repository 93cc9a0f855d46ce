//! Changes for tools.

use discovery_codegen::{ChangeKind, Changes, Rule, Verdict};
use serde_json::json;

pub(super) fn render(changes: &Changes, docs: bool) -> String {
    let listed = changes.list.iter().filter(|change| docs || change.rule != Rule::DocumentationChanged);
    let list: Vec<_> = listed
        .map(|change| {
            json!({
                "rule": change.rule.name(),
                "verdict": match change.rule.verdict() {
                    Verdict::Breaking => "breaking",
                    Verdict::Compatible => "compatible",
                },
                "behaviour": change.rule.changes_behaviour(),
                "kind": match change.rule.kind() {
                    ChangeKind::Removed => "removed",
                    ChangeKind::Changed => "changed",
                    ChangeKind::Added => "added",
                },
                "item_path": change.item_path,
                "name": change.name,
                "before": change.before,
                "after": change.after,
                "reason": change.rule.reason(),
            })
        })
        .collect();
    let report = json!({
        "old": changes.old,
        "new": changes.new,
        "breaking": changes.breaking(),
        "compatible": changes.compatible(),
        "behaviour": changes.behaviour(),
        "documentation": changes.documentation(),
        "changes": list,
    });
    format!("{}\n", serde_json::to_string_pretty(&report).unwrap_or_default())
}
