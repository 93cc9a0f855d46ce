//! Renders changes as Markdown, for pull requests. Texts of documents are code spans, so nothing in
//! them is interpreted.

use discovery_codegen::{ChangeKind, Changes, Verdict, markdown_code as code};

use super::groups::{Entry, Section, sections};

pub(super) fn render(changes: &Changes, docs: bool) -> String {
    let (old, new) = (code(&changes.old), code(&changes.new));
    let api = if old == new { old } else { format!("{old} → {new}") };
    let mut out = format!("### {api}: {changes}\n");
    for section in sections(changes, docs) {
        match section.verdict {
            Verdict::Breaking => out.push_str(&format!("\n#### {}\n{}", section.title, groups(&section))),
            // Compatible changes require no action, so they are collapsed.
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
        out.push_str(&format!("\n{}\n\n", names(section.truncate(&group.owners))));
        for listed in &group.entries {
            out.push_str(&format!("- {}\n", entry(listed, section)));
        }
    }
    out
}

fn entry(entry: &Entry<'_>, section: &Section<'_>) -> String {
    let mut text = match entry.kind {
        ChangeKind::Removed => format!("removed {}", entry.subject),
        ChangeKind::Changed => entry.subject.to_owned(),
        ChangeKind::Added => format!("added {}", entry.subject),
    };
    if !entry.names.is_empty() {
        text.push_str(&format!(" {}", names(section.truncate(&entry.names))));
    }
    if let Some(detail) = entry.detail(code) {
        text.push_str(&detail);
    }
    if let Some(alternative) = entry.alternative {
        text.push_str(&format!("; {} still sends it", code(alternative)));
    }
    text
}

/// Returns a list of names, and how many were omitted.
fn names((names, omitted): (&[&str], usize)) -> String {
    let mut list: Vec<String> = names.iter().map(|name| code(name)).collect();
    if omitted > 0 {
        list.push(format!("… and {omitted} more"));
    }
    list.join(", ")
}
