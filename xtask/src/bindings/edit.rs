//! Adds and removes entries, and keeps comments and formatting, because the file is also edited by
//! hand.

use toml_edit::{Array, DocumentMut, Item, Table, value};

/// The maximum width of a list on one line. Longer lists have one line per method.
const MAX_WIDTH: usize = 100;

/// Returns the text with an entry added at the end.
pub(crate) fn with_entry(text: &str, name: &str, document: &str, methods: &[String]) -> String {
    let mut entry = Table::new();
    entry.insert("document", value(document));
    if !methods.is_empty() {
        let mut list: Array = methods.iter().collect();
        if list.to_string().len() > MAX_WIDTH {
            for method in list.iter_mut() {
                method.decor_mut().set_prefix("\n    ");
            }
            list.set_trailing("\n");
            list.set_trailing_comma(true);
        }
        entry.insert("methods", value(list));
    }
    let mut added = DocumentMut::new();
    added.insert(name, Item::Table(entry));
    let before = text.trim_end();
    if before.is_empty() { added.to_string() } else { format!("{before}\n\n{added}") }
}

/// Returns the text without an entry, and without the comment directly above it.
pub(crate) fn without_entry(text: &str, name: &str) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let next = document.iter().map(|(key, _)| key).skip_while(|key| *key != name).nth(1).map(str::to_owned);
    let above = match document.remove(name) {
        Some(Item::Table(entry)) => entry.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("").to_owned(),
        _ => String::new(),
    };
    // A comment that is followed by an empty line is about the file, not about the entry.
    let kept = above.rfind("\n\n").map_or("", |end| above.get(..=end).unwrap_or(""));
    match next.and_then(|next| document.get_mut(&next)).and_then(Item::as_table_mut) {
        Some(next) => {
            let own = next.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("").to_owned();
            // The first entry of the file does not need an empty line above it.
            let own = if kept.is_empty() && above.is_empty() { own.trim_start_matches('\n') } else { &own };
            next.decor_mut().set_prefix(format!("{kept}{own}"));
        }
        None => {
            let end = document.trailing().as_str().unwrap_or("").to_owned();
            document.set_trailing(format!("{kept}{end}"));
        }
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# About the file.

# About a.
[a]
document = \"a.json\" # here
methods = [
    \"x\",
]

[b]
document   = 'b.json'
# At the end.
";

    #[test]
    fn keeps_everything_else() {
        let methods = ["c.*".to_owned(), "c.\"d\"".to_owned()];
        let extended = with_entry(FILE, "c", "c.json", &methods);
        assert_eq!(extended, format!("{FILE}\n[c]\ndocument = \"c.json\"\nmethods = [\"c.*\", 'c.\"d\"']\n"));
        assert_eq!(without_entry(&extended, "c").as_deref(), Ok(FILE));
        assert_eq!(with_entry("", "c", "c.json", &[]), "[c]\ndocument = \"c.json\"\n");
    }

    #[test]
    fn breaks_long_lists_into_lines() {
        let methods: Vec<String> = (0..10).map(|number| format!("an.api.with.long.names.{number}")).collect();
        let text = with_entry("", "c", "c.json", &methods);
        assert!(text.contains("methods = [\n    \"an.api.with.long.names.0\",\n    \"an"), "{text}");
        assert!(text.ends_with(".9\",\n]\n"), "{text}");
    }

    #[test]
    fn removes_the_comment_of_the_entry_and_keeps_that_of_the_file() {
        insta::assert_snapshot!(without_entry(FILE, "a").expect("TOML"), @r"
        # About the file.

        [b]
        document   = 'b.json'
        # At the end.
        ");
        insta::assert_snapshot!(without_entry(&without_entry(FILE, "a").expect("TOML"), "b").expect("TOML"), @r"
        # About the file.
        # At the end.
        ");
        insta::assert_snapshot!(without_entry(FILE, "b").expect("TOML"), @r#"
        # About the file.

        # About a.
        [a]
        document = "a.json" # here
        methods = [
            "x",
        ]
        # At the end.
        "#);
    }
}
