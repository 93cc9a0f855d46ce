//! The types in a source file: definitions with their tables, and aliases.

use super::literal;

/// The documentation of a type that the generator introduced for identical definitions of the
/// document.
const INTRODUCED: &str =
    "/// Shared type: the document repeats this definition, and each repetition is an alias of it.";

/// The types of one file.
#[derive(Debug, Default)]
pub(super) struct Types {
    pub(super) definitions: Vec<Definition>,
    pub(super) aliases: Vec<Alias>,
}

/// A message, an enum or a union.
#[derive(Debug, Default)]
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) properties: Vec<String>,
    pub(super) values: Vec<String>,
    /// The document defines the type under other names only.
    pub(super) is_introduced: bool,
}

#[derive(Debug)]
pub(super) struct Alias {
    /// The name of the shared type, or `None` for a schema that is another name for a type.
    pub(super) target: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Table {
    None,
    Message,
    Enum,
    Union,
}

/// Reads the tables and aliases of a file.
pub(super) fn read(text: &str) -> Types {
    let mut types = Types::default();
    let (mut table, mut documentation, mut introduced) = (Table::None, Vec::new(), Vec::new());
    for line in text.lines() {
        if line.starts_with("///") {
            documentation.push(line);
            continue;
        }
        match line {
            "runtime::message! {" => table = Table::Message,
            "runtime::open_enum! {" => table = Table::Enum,
            "runtime::union! {" => table = Table::Union,
            "}" => table = Table::None,
            _ if line.starts_with("#[") => continue,
            _ if line.trim_start().starts_with("//") => {}
            _ if table != Table::None => entry(line, table, &introduced, &mut types.definitions),
            _ => {
                if let Some(alias) = line.strip_prefix("pub type ") {
                    types.aliases.push(Alias { target: shared_type(alias, &documentation) });
                }
                if documentation.contains(&INTRODUCED) {
                    introduced.extend(line.split_whitespace().nth(2));
                }
            }
        }
        documentation.clear();
    }
    types
}

/// Returns the name of the shared type that an alias refers to: its documentation says so.
fn shared_type(alias: &str, documentation: &[&str]) -> Option<String> {
    let target = alias.split_once(" = ")?.1.strip_suffix(';')?;
    let is_shared = documentation.first() == Some(&format!("/// Alias of [`{target}`].").as_str());
    is_shared.then(|| target.strip_prefix("schemas::").unwrap_or(target).to_owned())
}

/// Reads a line of a table: the head `Room {`, or an entry `"wire" => rust,`.
fn entry(line: &str, table: Table, introduced: &[&str], definitions: &mut Vec<Definition>) {
    if line.starts_with("        \"") {
        let (Some(name), Some(definition)) = (literal(line.trim_start()), definitions.last_mut()) else { return };
        match table {
            Table::Message => definition.properties.push(name),
            Table::Enum => definition.values.push(name),
            Table::Union | Table::None => {}
        }
    } else if line.ends_with(" {") || line.ends_with(" {}") {
        let name = line.split_whitespace().next().unwrap_or_default();
        let is_introduced = introduced.contains(&name);
        definitions.push(Definition { name: name.to_owned(), is_introduced, ..Definition::default() });
    }
}
