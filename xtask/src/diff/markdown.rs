//! Changes for the text of a pull request. What comes from a document stands in code spans, where nothing acts.

use discovery_codegen::{ChangeKind, Changes, Verdict, markdown_code as code};

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
        out.push_str(&format!("\n{}\n\n", names(section.shown(&group.owners))));
        for shown in &group.entries {
            out.push_str(&format!("- {}\n", entry(shown, section)));
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
        text.push_str(&format!(" {}", names(section.shown(&entry.names))));
    }
    if let Some(detail) = entry.detail(code) {
        text.push_str(&detail);
    }
    text
}

fn names((names, more): (&[&str], usize)) -> String {
    let mut list: Vec<String> = names.iter().map(|name| code(name)).collect();
    if more > 0 {
        list.push(format!("… and {more} more"));
    }
    list.join(", ")
}
