//! How a file differs from what it should be, short enough for a log.

use similar::{ChangeTag, TextDiff};

/// As many lines of one file as a reader of a log needs to see what is going on.
const MOST: usize = 20;

/// The lines that differ, with `-` those that are there and with `+` those that should be; each group under its place in the file.
pub(crate) fn between(old: &str, new: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(old, new);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(0) {
        let at = group.first().map_or(0, |operation| operation.old_range().start + 1);
        lines.push(format!("@@ line {at} @@"));
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            // What stands there may be anybody's, and a log may be shown by a terminal.
            let line: String = change.value().chars().filter(|c| !c.is_control() || *c == '\t').collect();
            lines.push(format!("{sign}{line}"));
        }
    }
    if let Some(more) = lines.len().checked_sub(MOST).filter(|more| *more > 1) {
        lines.truncate(MOST);
        lines.push(format!("… and {more} lines more"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn each_difference_stands_under_its_line() {
        let old = "a\nb\nc\nd\ne\n";
        assert_eq!(between(old, old), Vec::<String>::new());
        assert_eq!(between(old, "a\nB\nc\nd\n"), ["@@ line 2 @@", "-b", "+B", "@@ line 5 @@", "-e"]);
        assert_eq!(between("", "a\n"), ["@@ line 1 @@", "+a"]);
        assert_eq!(between("a\u{1b}[31m\n", ""), ["@@ line 1 @@", "-a[31m"]);
    }

    #[test]
    fn a_log_is_not_for_whole_files() {
        let lines = between("", &"a\n".repeat(100));
        assert_eq!((lines.len(), lines.last().map(String::as_str)), (21, Some("… and 81 lines more")));
        // The last line says as much as what it would stand for.
        assert_eq!(between("", &"a\n".repeat(20)).len(), 21);
    }
}
