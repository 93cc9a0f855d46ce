//! Changes for the text of a pull request. What comes from a document stands in code spans, where nothing acts.

use discovery_codegen::{Changes, Kind, Verdict, markdown_code as code};

use super::groups::{Entry, Section, sections};

pub(super) fn render(changes: &Changes, docs: bool) -> String {
    let (old, new) = (code(&changes.old), code(&changes.new));
    let api = if old == new { old } else { format!("{old} → {new}") };
    let mut out = format!("### {api}: {changes}\n");
    for section in sections(changes, docs) {
        match section.verdict {
            Verdict::Breaking => out.push_str(&format!("\n#### {}\n{}", section.title, groups(&section))),
            // What needs nothing of the reader is folded away.
            Verdict::Compatible => out.push_str(&format!(
                "\n<details><summary>{} ({})</summary>\n{}\n</details>\n",
                section.title,
                section.changes,
                groups(&section)
            )),
        }
    }
    out
}

fn groups(section: &Section<'_>) -> String {
    let mut out = String::new();
    for group in &section.groups {
        let owners: Vec<String> = group.owners.iter().map(|owner| code(owner)).collect();
        out.push_str(&format!("\n{}\n\n", owners.join(", ")));
        for shown in &group.entries {
            out.push_str(&format!("- {}\n", entry(shown)));
        }
    }
    out
}

fn entry(entry: &Entry<'_>) -> String {
    let mut text = match entry.kind {
        Kind::Removed => format!("removed {}", entry.subject),
        Kind::Changed => entry.subject.to_owned(),
        Kind::Added => format!("added {}", entry.subject),
    };
    if !entry.names.is_empty() {
        let names: Vec<String> = entry.names.iter().map(|name| code(name)).collect();
        text.push_str(&format!(" {}", names.join(", ")));
    }
    if let Some(detail) = entry.detail(code) {
        text.push_str(&detail);
    }
    text
}
