//! `discovery/bindings.toml`: the documents and methods from which crates are generated.

pub(crate) mod additions;
pub(crate) mod edit;

use std::path::{Path, PathBuf};

use discovery_codegen::output::{self, display_path};
use discovery_codegen::printable;
use toml_edit::{DocumentMut, Item, TomlError};

use self::additions::Additions;
use crate::failure::Failure;

/// An entry of the file.
#[derive(Debug)]
pub(crate) struct Binding {
    /// The key of the entry, which is the name of the crate.
    pub(crate) name: String,
    /// The file of the document.
    pub(crate) document: PathBuf,
    /// Ids or patterns. Empty for all methods.
    pub(crate) methods: Vec<String>,
    pub(crate) additions: Additions,
}

/// Returns the text of the file, which is empty if the file does not exist.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    match output::read(path) {
        Err(error) if error.is_not_found() => Ok(String::new()),
        result => Ok(result?),
    }
}

/// Reads the entries, sorted by name.
pub(crate) fn read(path: &Path) -> Result<Vec<Binding>, Failure> {
    let failure = |message: String| Failure::File { path: display_path(path), message };
    let text = output::read(path)?;
    let document: DocumentMut = text.parse().map_err(|error: TomlError| failure(syntax_error(&text, &error)))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let bindings = document.iter().map(|(name, entry)| binding(name, entry, folder).map_err(failure));
    let mut bindings = Failure::all(bindings)?;
    bindings.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(bindings)
}

/// Reads the entries. Returns none if the file does not exist.
pub(crate) fn read_if_exists(path: &Path) -> Result<Vec<Binding>, Failure> {
    if path.exists() { read(path) } else { Ok(Vec::new()) }
}

/// Returns the position and the message of a syntax error on one line.
fn syntax_error(text: &str, error: &TomlError) -> String {
    let offset = error.span().map_or(0, |span| span.start.min(text.len()));
    let before = text.get(..offset).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let column = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1) + 1;
    format!("line {line}, column {column}: invalid TOML: {}", printable(&error.message().replace('\n', "; ")))
}

fn binding(name: &str, entry: &Item, folder: &Path) -> Result<Binding, String> {
    let expected = "expected `document = \"….json\"` and optionally `methods`, `attributes` and `dependencies`";
    let shown = printable(name);
    let Some(table) = entry.as_table_like() else {
        return Err(format!("`{shown}` is not a table; {expected}"));
    };
    let is_known = |key: &str| ["document", "methods"].contains(&key) || additions::KEYS.contains(&key);
    if let Some(key) = table.iter().map(|(key, _)| key).find(|key| !is_known(key)) {
        return Err(format!("[{shown}]: unknown key `{}`; {expected}", printable(key)));
    }
    let Some(document) = table.get("document").and_then(Item::as_str) else {
        return Err(format!("[{shown}]: `document` is missing; {expected}"));
    };
    let methods = table
        .get("methods")
        .map_or(Some(Vec::new()), methods)
        .ok_or_else(|| format!("[{shown}]: `methods` must be a list of method ids, such as [\"games.rooms.leave\"]"))?;
    let additions = Additions::read(table).map_err(|message| format!("[{shown}]: {message}"))?;
    Ok(Binding { name: name.to_owned(), document: folder.join(document), methods, additions })
}

/// Returns the strings of a list, or `None` if the value is not a list of strings or is empty.
fn methods(value: &Item) -> Option<Vec<String>> {
    let methods: Option<Vec<_>> = value.as_array()?.iter().map(|method| method.as_str().map(str::to_owned)).collect();
    methods.filter(|methods| !methods.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the error for a file with this text.
    fn error(text: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bindings.toml");
        std::fs::write(&path, text).expect("written");
        let message = read(&path).expect_err("refused").to_string();
        message.replace(&*folder.path().to_string_lossy(), "…")
    }

    #[test]
    fn reports_invalid_entries() {
        let cases = [
            "[games-v1\n",
            "games-v1 = 3",
            "[games-v1]\nmethods = [\"a\"]",
            "[games-v1]\ndocument = \"a\"\nmethod = \"b\"",
            "[games-v1]\ndocument = \"a\"\nmethods = [3]",
        ];
        insta::assert_snapshot!(cases.map(error).join("\n"), @r#"
        …/bindings.toml: line 1, column 10: invalid TOML: unclosed table, expected `]`
        …/bindings.toml: `games-v1` is not a table; expected `document = "….json"` and optionally `methods`, `attributes` and `dependencies`
        …/bindings.toml: [games-v1]: `document` is missing; expected `document = "….json"` and optionally `methods`, `attributes` and `dependencies`
        …/bindings.toml: [games-v1]: unknown key `method`; expected `document = "….json"` and optionally `methods`, `attributes` and `dependencies`
        …/bindings.toml: [games-v1]: `methods` must be a list of method ids, such as ["games.rooms.leave"]
        "#);
    }
}
