//! Renders changes for terminals, with colors. The caller removes the colors where they are not
//! supported.

use anstyle::{AnsiColor, Style};
use discovery_codegen::{ChangeKind, Changes, Verdict};

use super::groups::{Entry, Section, sections};

/// The column at which lists of names are wrapped.
const WIDTH: usize = 100;

const STRONG: Style = Style::new().bold();
const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();

pub(super) fn render(changes: &Changes, docs: bool) -> String {
    let mut out = String::new();
    for section in sections(changes, docs) {
        let color = match section.verdict {
            Verdict::Breaking => RED.bold(),
            Verdict::Compatible => GREEN.bold(),
        };
        out.push_str(&format!("{color}{}{color:#} {DIM}({}){DIM:#}\n", section.title, section.changes));
        for group in &section.groups {
            match group.owners.as_slice() {
                [owner] => out.push_str(&format!("  {STRONG}{owner}{STRONG:#}\n")),
                owners => out.push_str(&format!("  {STRONG}{} items{STRONG:#}\n", owners.len())),
            }
            for listed in &group.entries {
                entry(listed, &section, &mut out);
            }
            if group.owners.len() > 1 {
                out.push_str("       ");
                names(section.truncate(&group.owners), DIM, 7, &mut out);
                out.push('\n');
            }
        }
        out.push('\n');
    }
    let color = if changes.breaking() > 0 { RED.bold() } else { STRONG };
    let (old, new) = (&changes.old, &changes.new);
    let api = if old == new { old.clone() } else { format!("{old} → {new}") };
    out.push_str(&format!("{api}: {color}{changes}{color:#}\n"));
    out
}

fn entry(entry: &Entry<'_>, section: &Section<'_>, out: &mut String) {
    let (sign, color) = match entry.kind {
        ChangeKind::Removed => ('-', RED),
        ChangeKind::Changed => ('~', YELLOW),
        ChangeKind::Added => ('+', GREEN),
    };
    out.push_str(&format!("    {color}{sign}{color:#} {}", entry.subject));
    names(section.truncate(&entry.names), STRONG, 6 + entry.subject.chars().count(), out);
    if let Some(detail) = entry.detail(|text| if text.is_empty() { "(empty)".to_owned() } else { text.to_owned() }) {
        out.push_str(&detail);
    }
    if let Some(alternative) = entry.alternative {
        out.push_str(&format!("{DIM}; {alternative} still sends it{DIM:#}"));
    }
    out.push('\n');
}

/// Appends a list of names that starts at `column`, wrapped, and how many names were omitted.
fn names((names, omitted): (&[&str], usize), style: Style, mut column: usize, out: &mut String) {
    for (index, name) in names.iter().enumerate() {
        let comma = if index + 1 < names.len() { "," } else { "" };
        let width = 1 + name.len() + comma.len();
        if index > 0 && column + width > WIDTH {
            out.push_str("\n       ");
            column = 7;
        }
        out.push_str(&format!(" {style}{name}{style:#}{comma}"));
        column += width;
    }
    if omitted > 0 {
        out.push_str(&format!("\n        … and {omitted} more; use --json to list all"));
    }
}
