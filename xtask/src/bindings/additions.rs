//! The additions of an entry to the generated code: attributes, and the crates that define them.

use discovery_codegen::Options;
use toml_edit::TableLike;

/// The keys of an entry that add to the generated code.
pub(super) const KEYS: [&str; 2] = ["attributes", "dependencies"];

/// Attributes and dependencies, each a pair of a key and a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Additions {
    /// Patterns and attributes.
    attributes: Vec<(String, String)>,
    /// Names and version requirements.
    dependencies: Vec<(String, String)>,
}

impl Additions {
    /// Reads the tables of an entry. Returns a message about a table that is not one of strings.
    pub(super) fn read(entry: &dyn TableLike) -> Result<Self, String> {
        let [attributes, dependencies] = KEYS;
        Ok(Self {
            attributes: strings(entry, attributes, "\"Note*\" = \"#[derive(…)]\"")?,
            dependencies: strings(entry, dependencies, "name = \"1\"")?,
        })
    }

    /// Adds everything to the options of the generator.
    pub(crate) fn apply(&self, options: Options) -> Options {
        let add_attribute = |options: Options, (pattern, text): &(String, String)| options.attribute(pattern, text);
        let add_dependency =
            |options: Options, (name, requirement): &(String, String)| options.dependency(name, requirement);
        let options = self.attributes.iter().fold(options, add_attribute);
        self.dependencies.iter().fold(options, add_dependency)
    }
}

/// Returns the strings of a table, sorted by their keys.
fn strings(entry: &dyn TableLike, key: &str, example: &str) -> Result<Vec<(String, String)>, String> {
    let message = || format!("`{key}` must be a table of strings, such as {{ {example} }}");
    let Some(value) = entry.get(key) else { return Ok(Vec::new()) };
    let table = value.as_table_like().ok_or_else(message)?;
    let mut strings = Vec::with_capacity(table.len());
    for (name, value) in table.iter() {
        strings.push((name.to_owned(), value.as_str().ok_or_else(message)?.to_owned()));
    }
    strings.sort();
    Ok(strings)
}

#[cfg(test)]
mod tests {
    use toml_edit::DocumentMut;

    use super::*;

    fn read(entry: &str) -> Result<Additions, String> {
        let entry: DocumentMut = entry.parse().expect("TOML");
        Additions::read(entry.as_table())
    }

    #[test]
    fn adds_attributes_and_dependencies_to_the_options() {
        let entry = r##"
            attributes = { "Note" = "#[derive(x::X)]", "*.text" = "#[x]" }
            dependencies = { x = "1" }
        "##;
        let additions = read(entry).expect("valid tables");
        let document = r#"{"name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "",
            "schemas": {"Note": {"type": "object", "properties": {"text": {"type": "string"}}}}}"#;
        let files = discovery_codegen::generate(document, &additions.apply(Options::default())).expect("valid").files;
        let schemas = &files["src/schemas.rs"];
        assert!(schemas.contains("#[derive(x::X)]\npub struct Note"), "{schemas}");
        assert!(schemas.contains("#[x]\n    pub text:"), "{schemas}");
        assert!(files["Cargo.toml"].contains("\nx = \"1\"\n"));
    }

    #[test]
    fn rejects_other_values() {
        for entry in ["attributes = [\"a\"]", "attributes = { a = 1 }", "dependencies = { a = { version = \"1\" } }"] {
            let message = read(entry).expect_err(entry);
            assert!(message.contains("must be a table of strings"), "{message}");
        }
    }
}
