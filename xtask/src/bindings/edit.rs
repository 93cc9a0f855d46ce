//! Entries that come and go, in a file that people write: all else stays as it is.

use toml_edit::{Array, DocumentMut, Item, Table, value};

/// Wider lists get a line for each method.
const WIDTH: usize = 100;

/// The text with one more entry at its end.
pub(crate) fn with(text: &str, name: &str, document: &str, methods: &[String]) -> String {
    let mut entry = Table::new();
    entry.insert("document", value(document));
    if !methods.is_empty() {
        let mut list: Array = methods.iter().collect();
        if list.to_string().len() > WIDTH {
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

/// The text without an entry, and without the remark right above it.
pub(crate) fn without(text: &str, name: &str) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let next = document.iter().map(|(key, _)| key).skip_while(|key| *key != name).nth(1).map(str::to_owned);
    let above = match document.remove(name) {
        Some(Item::Table(entry)) => entry.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("").to_owned(),
        _ => String::new(),
    };
    // What an empty line parts from the entry speaks of the file.
    let stays = above.rfind("\n\n").map_or("", |end| above.get(..=end).unwrap_or(""));
    match next.and_then(|next| document.get_mut(&next)).and_then(Item::as_table_mut) {
        Some(next) => {
            let own = next.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("").to_owned();
            // The first one in a file needs no empty line above.
            let own = if stays.is_empty() && above.is_empty() { own.trim_start_matches('\n') } else { &own };
            next.decor_mut().set_prefix(format!("{stays}{own}"));
        }
        None => {
            let end = document.trailing().as_str().unwrap_or("").to_owned();
            document.set_trailing(format!("{stays}{end}"));
        }
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# Of the file.

# Of a.
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
    fn all_else_stays() {
        let methods = ["c.*".to_owned(), "c.\"d\"".to_owned()];
        let more = with(FILE, "c", "c.json", &methods);
        assert_eq!(more, format!("{FILE}\n[c]\ndocument = \"c.json\"\nmethods = [\"c.*\", 'c.\"d\"']\n"));
        assert_eq!(without(&more, "c").as_deref(), Ok(FILE));
        assert_eq!(with("", "c", "c.json", &[]), "[c]\ndocument = \"c.json\"\n");
    }

    #[test]
    fn long_lists_have_a_line_each() {
        let methods: Vec<String> = (0..10).map(|number| format!("an.api.with.long.names.{number}")).collect();
        let text = with("", "c", "c.json", &methods);
        assert!(text.contains("methods = [\n    \"an.api.with.long.names.0\",\n    \"an"), "{text}");
        assert!(text.ends_with(".9\",\n]\n"), "{text}");
    }

    #[test]
    fn the_remark_of_an_entry_goes_with_it_and_that_of_the_file_stays() {
        insta::assert_snapshot!(without(FILE, "a").expect("TOML"), @r"
        # Of the file.

        [b]
        document   = 'b.json'
        # At the end.
        ");
        insta::assert_snapshot!(without(&without(FILE, "a").expect("TOML"), "b").expect("TOML"), @r"
        # Of the file.
        # At the end.
        ");
        insta::assert_snapshot!(without(FILE, "b").expect("TOML"), @r#"
        # Of the file.

        # Of a.
        [a]
        document = "a.json" # here
        methods = [
            "x",
        ]
        # At the end.
        "#);
    }
}
