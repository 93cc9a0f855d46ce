//! Renders changes as JSON, for tools.

use discovery_codegen::{ChangeKind, Changes, Rule, Verdict};
use serde_json::json;

use crate::json;

pub(super) fn render(changes: &Changes, docs: bool) -> String {
    let included = changes.list.iter().filter(|change| docs || change.rule != Rule::DocumentationChanged);
    let list: Vec<_> = included
        .map(|change| {
            json!({
                "rule": change.rule.name(),
                "verdict": match change.rule.verdict() {
                    Verdict::Breaking => "breaking",
                    Verdict::Compatible => "compatible",
                },
                "behavior": change.rule.changes_behavior(),
                "kind": match change.rule.kind() {
                    ChangeKind::Removed => "removed",
                    ChangeKind::Changed => "changed",
                    ChangeKind::Added => "added",
                },
                "item_path": change.item_path,
                "name": change.name,
                "before": change.before,
                "after": change.after,
                "alternative": change.alternative,
                "reason": change.rule.reason(),
            })
        })
        .collect();
    let report = json!({
        "old": changes.old,
        "new": changes.new,
        "breaking": changes.breaking(),
        "compatible": changes.compatible(),
        "behavior": changes.behavior(),
        "documentation": changes.documentation(),
        "changes": list,
    });
    json::pretty(&report)
}
