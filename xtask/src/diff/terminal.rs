//! Changes for a person at a terminal. Colours are in it; they are stripped where nobody wants them.

use anstyle::{AnsiColor, Style};
use discovery_codegen::{ChangeKind, Changes, Verdict};

use super::groups::{Entry, Section, sections};

/// Where lists of names are broken.
const WIDTH: usize = 100;

const STRONG: Style = Style::new().bold();
const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();
const PALE: Style = Style::new().dimmed();

pub(super) fn render(changes: &Changes, docs: bool) -> String {
    let mut out = String::new();
    for section in sections(changes, docs) {
        let colour = match section.verdict {
            Verdict::Breaking => RED.bold(),
            Verdict::Compatible => GREEN.bold(),
        };
        out.push_str(&format!("{colour}{}{colour:#} {PALE}({}){PALE:#}\n", section.title, section.changes));
        for group in &section.groups {
            match group.owners.as_slice() {
                [owner] => out.push_str(&format!("  {STRONG}{owner}{STRONG:#}\n")),
                owners => out.push_str(&format!("  {STRONG}{} places{STRONG:#}\n", owners.len())),
            }
            for shown in &group.entries {
                entry(shown, &section, &mut out);
            }
            if group.owners.len() > 1 {
                out.push_str("       ");
                names(section.shown(&group.owners), PALE, 7, &mut out);
                out.push('\n');
            }
        }
        out.push('\n');
    }
    let colour = if changes.breaking() > 0 { RED.bold() } else { STRONG };
    let (old, new) = (&changes.old, &changes.new);
    let api = if old == new { old.clone() } else { format!("{old} → {new}") };
    out.push_str(&format!("{api}: {colour}{changes}{colour:#}\n"));
    out
}

fn entry(entry: &Entry<'_>, section: &Section<'_>, out: &mut String) {
    let (sign, colour) = match entry.kind {
        ChangeKind::Removed => ('-', RED),
        ChangeKind::Changed => ('~', YELLOW),
        ChangeKind::Added => ('+', GREEN),
    };
    out.push_str(&format!("    {colour}{sign}{colour:#} {}", entry.subject));
    names(section.shown(&entry.names), STRONG, 6 + entry.subject.chars().count(), out);
    if let Some(detail) = entry.detail(|text| if text.is_empty() { "(empty)".to_owned() } else { text.to_owned() }) {
        out.push_str(&detail);
    }
    out.push('\n');
}

/// A list of names, broken into lines, and how many more there are. `column` is where it starts.
fn names((names, more): (&[&str], usize), style: Style, mut column: usize, out: &mut String) {
    for (at, name) in names.iter().enumerate() {
        let comma = if at + 1 < names.len() { "," } else { "" };
        let width = 1 + name.len() + comma.len();
        if at > 0 && column + width > WIDTH {
            out.push_str("\n       ");
            column = 7;
        }
        out.push_str(&format!(" {style}{name}{style:#}{comma}"));
        column += width;
    }
    if more > 0 {
        out.push_str(&format!("\n        … and {more} more; --json has them all"));
    }
}
