//! Differences between a folder and the generated files, short enough for a log.

use std::fmt;
use std::path::PathBuf;

use similar::{ChangeTag, TextDiff};

use super::printable_path;
use crate::counted::counted;
use crate::diagnostics::printable;

/// The maximum number of lines that are printed for one file.
const MAX_LINES: usize = 20;

/// A file that is not up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// A folder that does not exist, instead of one finding for each of its files.
    #[non_exhaustive]
    MissingFolder {
        /// The folder.
        path: PathBuf,
        /// The number of files that belong there.
        files: usize,
    },
    /// A file that does not exist.
    Missing(PathBuf),
    /// A file with other content.
    #[non_exhaustive]
    Stale {
        /// The file.
        path: PathBuf,
        /// The lines that differ: removed ones start with `-`, added ones with `+`. Long
        /// differences are truncated.
        difference: Vec<String>,
    },
    /// A generated file of an earlier run that is no longer generated.
    Leftover(PathBuf),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingFolder { path, files } => {
                write!(f, "{} is missing ({})", printable_path(path), counted(*files, "file"))
            }
            Self::Missing(path) => write!(f, "{} is missing", printable_path(path)),
            Self::Leftover(path) => write!(f, "{} is left over from an earlier run", printable_path(path)),
            Self::Stale { path, difference } => {
                write!(f, "{} is stale", printable_path(path))?;
                difference.iter().try_for_each(|line| write!(f, "\n    {line}"))
            }
        }
    }
}

/// Returns the lines that differ, in groups that start with their line number in the old text.
pub(super) fn difference(old: &str, new: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(old, new);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(0) {
        let line = group.first().map_or(0, |operation| operation.old_range().start + 1);
        lines.push(format!("@@ line {line} @@"));
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            // The file on disk may contain escape sequences, and the log may be read in a terminal.
            let line = change.value();
            let line = line.strip_suffix('\n').unwrap_or(line);
            let line = line.strip_suffix('\r').unwrap_or(line);
            lines.push(format!("{sign}{}", printable(line)));
        }
    }
    if let Some(omitted) = lines.len().checked_sub(MAX_LINES).filter(|omitted| *omitted > 1) {
        lines.truncate(MAX_LINES);
        lines.push(format!("… and {omitted} more lines"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn groups_differences_by_line() {
        let old = "a\nb\nc\nd\ne\n";
        assert_eq!(difference(old, old), Vec::<String>::new());
        assert_eq!(difference(old, "a\nB\nc\nd\n"), ["@@ line 2 @@", "-b", "+B", "@@ line 5 @@", "-e"]);
        assert_eq!(difference("", "a\n"), ["@@ line 1 @@", "+a"]);
    }

    #[test]
    fn escapes_control_characters() {
        assert_eq!(difference("a\u{1b}[31m\n", ""), ["@@ line 1 @@", "-a\\u{1b}[31m"]);
    }

    #[test]
    fn truncates_long_differences() {
        let lines = difference("", &"a\n".repeat(100));
        assert_eq!((lines.len(), lines.last().map(String::as_str)), (21, Some("… and 81 more lines")));
        // One line over the limit is printed, because the note about it would be as long.
        assert_eq!(difference("", &"a\n".repeat(20)).len(), 21);
    }
}
