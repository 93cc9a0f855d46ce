//! Commands that are printed for users to run.

use discovery_codegen::printable;

/// Returns an argument as it is written in a shell, in quotes if needed. Control characters are
/// escaped, so that an argument with control characters is displayed but cannot be run.
pub(crate) fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=,+@%".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", printable(argument).limit(usize::MAX).to_string().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotes_what_a_shell_interprets() {
        for plain in ["a", "../a-b_c/d.json", "https://a.example/b", "v1=2", "é"] {
            assert_eq!(quoted(plain), plain);
        }
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("notes.*"), "'notes.*'");
        assert_eq!(quoted("it's $1"), r"'it'\''s $1'");
        assert_eq!(quoted("a\nb"), r"'a\nb'");
    }
}
