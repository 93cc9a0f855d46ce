//! The inventory of a generated crate, taken from its source text.

mod types;

use std::collections::BTreeMap;

use super::inventory::{Inventory, Names};
use types::Definition;

pub(super) fn take(files: &BTreeMap<String, String>) -> Inventory {
    let mut inventory = Inventory::default();
    let (mut definitions, mut aliases) = (Vec::new(), Vec::new());
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        count_calls(text, &mut inventory);
        let types = types::read(text);
        definitions.extend(types.definitions.into_iter().map(|definition| (path == "src/schemas.rs", definition)));
        aliases.extend(types.aliases);
    }
    let in_schemas = definitions.iter().filter(|(in_schemas, _)| *in_schemas);
    let shared: BTreeMap<&str, &Definition> =
        in_schemas.map(|(_, definition)| (definition.name.as_str(), definition)).collect();
    // The document defines a shared type as often as there are aliases of it.
    let targets = aliases.iter().filter_map(|alias| shared.get(alias.target.as_deref()?).copied());
    let own = definitions.iter().map(|(_, definition)| definition).filter(|definition| !definition.is_introduced);
    for definition in own.clone().chain(targets) {
        definition.properties.iter().for_each(|name| inventory.properties.add(name, String::new()));
        definition.values.iter().for_each(|name| inventory.values.add(name, String::new()));
    }
    inventory.types = own.count() + aliases.len();
    inventory
}

/// The functions of the runtime that set a parameter.
const SETTERS: &[&str] =
    &[".path(", ".path_text(", ".path_all(", ".path_texts(", ".query(", ".query_text(", ".query_all(", ".query_texts("];

/// Counts the methods and parameters of a source file, ignoring comments.
fn count_calls(text: &str, inventory: &mut Inventory) {
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("//")).peekable();
    while let Some(line) = lines.next() {
        // The first argument may be on the next line.
        let next = lines.peek().map_or("", |next| next.trim_start());
        if line.contains("runtime::MethodDescriptor::new(") {
            call(line, next, &["runtime::MethodDescriptor::new("], &mut inventory.methods);
        } else if line.contains(".path") || line.contains(".query") {
            call(line, next, SETTERS, &mut inventory.parameters);
        }
    }
}

/// Counts calls of these functions whose first argument is a string literal.
fn call(line: &str, next: &str, functions: &[&str], names: &mut Names) {
    for function in functions {
        for (start, _) in line.match_indices(function) {
            let arguments = line.get(start + function.len()..).unwrap_or("");
            let arguments = if arguments.is_empty() { next } else { arguments };
            if let Some(name) = literal(arguments) {
                names.add(&name, String::new());
            }
        }
    }
}

/// Parses the string literal at the start of the text.
pub(super) fn literal(text: &str) -> Option<String> {
    let mut value = String::new();
    let mut rest = text.strip_prefix('"')?.chars();
    loop {
        match rest.next()? {
            '"' => return Some(value),
            '\\' => match rest.next()? {
                'n' => value.push('\n'),
                'r' => value.push('\r'),
                't' => value.push('\t'),
                '0' => value.push('\0'),
                'x' => {
                    let digits: String = rest.by_ref().take(2).collect();
                    value.push(char::from(u8::from_str_radix(&digits, 16).ok()?));
                }
                'u' => {
                    let digits: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    value.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
                }
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_string_literals() {
        assert_eq!(literal(r#""a\"\\\n\u{202e}b" => c"#).as_deref(), Some("a\"\\\n\u{202e}b"));
        assert_eq!(literal("a"), None);
    }

    /// Returns the numbers of types, properties, values, methods and parameters of a crate.
    fn counts(files: &[(&str, &str)]) -> [usize; 5] {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let inventory = take(&files);
        let Inventory { types, properties, values, methods, parameters } = inventory;
        [types, properties.len(), values.len(), methods.len(), parameters.len()]
    }

    #[test]
    fn counts_tables_and_calls_but_not_comments() {
        let text = "\
runtime::message! {
    Room {
        \"kind\" => kind,
    }
}
runtime::message! {
    Empty {}
}
runtime::open_enum! {
    State {
        \"ON\" => On,
    }
}
pub type Rows = Vec<Row>;
/// runtime::MethodDescriptor::new(\"no\"
    pub const METHOD: runtime::MethodDescriptor = runtime::MethodDescriptor::new(
        \"a.b\",
    );
        Self(self.0.query_text(\"name\", value))
";
        assert_eq!(counts(&[("src/schemas.rs", text)]), [4, 1, 1, 1, 1]);
    }

    /// A message with one property and an enum with two values, both introduced.
    const SHARED: &str = "\
/// What went wrong.
///
/// Shared type: the document repeats this definition, and each repetition is an alias of it.
#[derive(Clone)]
pub struct Warning {
}
runtime::message! {
    Warning {
        \"code\" => code,
    }
}
/// Shared type: the document repeats this definition, and each repetition is an alias of it.
pub enum Code {
}
runtime::open_enum! {
    Code {
        \"ON\" => On,
        \"OFF\" => Off,
    }
}
";

    #[test]
    fn counts_a_shared_type_once_for_each_alias() {
        assert_eq!(counts(&[("src/schemas.rs", SHARED)]), [0; 5]);
        let aliases = "/// Alias of [`Warning`].\npub type AWarning = Warning;\n\n/// Alias of [`Code`].\n///\n\
                       /// These descriptions differ:\n#[deprecated]\npub type ACode = Code;\n";
        assert_eq!(counts(&[("src/schemas.rs", &format!("{aliases}{SHARED}"))]), [2, 1, 2, 0, 0]);
        let other = "/// Alias of [`schemas::Code`].\npub type GetCode = schemas::Code;\n";
        assert_eq!(counts(&[("src/a.rs", other), ("src/schemas.rs", SHARED)]), [1, 0, 2, 0, 0]);
        let own = "runtime::open_enum! {\n    Code {\n        \"UP\" => Up,\n    }\n}\n";
        let files = [("src/a.rs", other), ("src/schemas.rs", SHARED), ("src/view_schemas.rs", own)];
        assert_eq!(counts(&files), [2, 0, 3, 0, 0]);
    }

    #[test]
    fn counts_a_shared_type_with_the_name_of_a_use_as_that_use() {
        let own = SHARED.lines().filter(|line| !line.starts_with("/// Shared type")).collect::<Vec<_>>().join("\n");
        assert_eq!(counts(&[("src/schemas.rs", &own)]), [2, 1, 2, 0, 0]);
        let alias = "\n/// Alias of [`Warning`].\npub type Other = Warning;\n";
        assert_eq!(counts(&[("src/schemas.rs", &format!("{own}{alias}"))]), [3, 2, 2, 0, 0]);
    }

    #[test]
    fn a_schema_that_refers_to_another_one_has_no_properties() {
        let own = SHARED.lines().filter(|line| !line.starts_with("/// Shared type")).collect::<Vec<_>>().join("\n");
        let reference = "\n/// Alias of [`Code`].\npub type Rows = Vec<Code>;\npub type Other = Warning;\n";
        assert_eq!(counts(&[("src/schemas.rs", &format!("{own}{reference}"))]), [4, 1, 2, 0, 0]);
    }
}
