//! `discovery/bindings.toml`: which methods of which document become which crate.

pub(crate) mod edit;

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::place;

/// One entry: the crate's name is its key.
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) name: String,
    /// The document's file.
    pub(crate) document: PathBuf,
    /// Ids or patterns; none for every method.
    pub(crate) methods: Vec<String>,
}

/// The file.
pub(crate) fn path() -> PathBuf {
    place::discovery().join("bindings.toml")
}

/// What stands in it; nothing where there is no such file yet.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(Failure::io(path, "cannot be read")),
    }
}

/// Reads the entries, in the order of their names.
pub(crate) fn read(path: &Path) -> Result<Vec<Binding>, Failure> {
    let text = discovery_codegen::output::read(path)?;
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| Failure::File { path: place::shown(path), message: syntax(&text, &error) })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut bindings = table
        .iter()
        .map(|(name, entry)| {
            binding(name, entry, folder).map_err(|message| Failure::File { path: place::shown(path), message })
        })
        .collect::<Result<Vec<_>, _>>()?;
    bindings.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(bindings)
}

/// The entries, or none where there is no such file yet.
pub(crate) fn read_if_there(path: &Path) -> Result<Vec<Binding>, Failure> {
    if path.exists() { read(path) } else { Ok(Vec::new()) }
}

/// Line, column and what is wrong, on one line as other errors have it.
fn syntax(text: &str, error: &toml::de::Error) -> String {
    let at = error.span().map_or(0, |span| span.start.min(text.len()));
    let before = text.get(..at).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let column = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1) + 1;
    format!("line {line}, column {column}: this is not TOML: {}", error.message().replace('\n', "; "))
}

fn binding(name: &str, entry: &toml::Value, folder: &Path) -> Result<Binding, String> {
    let expected = "expected `document = \"….json\"` and, unless all are wanted, `methods = [\"…\"]`";
    let Some(table) = entry.as_table() else {
        return Err(format!("`{name}`: {expected}"));
    };
    if let Some(key) = table.keys().find(|key| !["document", "methods"].contains(&key.as_str())) {
        return Err(format!("[{name}]: `{key}` is not known here; {expected}"));
    }
    let Some(document) = table.get("document").and_then(toml::Value::as_str) else {
        return Err(format!("[{name}]: `document` is missing; {expected}"));
    };
    let methods = match table.get("methods") {
        None => Vec::new(),
        Some(methods) => methods
            .as_array()
            .and_then(|methods| {
                methods.iter().map(|method| method.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
            })
            .filter(|methods| !methods.is_empty())
            .ok_or_else(|| {
                format!("[{name}]: `methods` should be a list of method ids, such as [\"games.rooms.leave\"]")
            })?,
    };
    Ok(Binding { name: name.to_owned(), document: folder.join(document), methods })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bindings.toml");
        std::fs::write(&path, text).expect("written");
        let message = read(&path).expect_err("refused").to_string();
        message.replace(&*folder.path().to_string_lossy(), "…")
    }

    #[test]
    fn says_what_is_wrong() {
        let cases = [
            "[games-v1\n",
            "games-v1 = 3",
            "[games-v1]\nmethods = [\"a\"]",
            "[games-v1]\ndocument = \"a\"\nmethod = \"b\"",
            "[games-v1]\ndocument = \"a\"\nmethods = [3]",
        ];
        insta::assert_snapshot!(cases.map(error).join("\n"), @r#"
        …/bindings.toml: line 1, column 10: this is not TOML: unclosed table, expected `]`
        …/bindings.toml: `games-v1`: expected `document = "….json"` and, unless all are wanted, `methods = ["…"]`
        …/bindings.toml: [games-v1]: `document` is missing; expected `document = "….json"` and, unless all are wanted, `methods = ["…"]`
        …/bindings.toml: [games-v1]: `method` is not known here; expected `document = "….json"` and, unless all are wanted, `methods = ["…"]`
        …/bindings.toml: [games-v1]: `methods` should be a list of method ids, such as ["games.rooms.leave"]
        "#);
    }
}
