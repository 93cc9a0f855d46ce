//! The inventory of a generated crate, taken from its source text.

use std::collections::BTreeMap;

use super::inventory::{Inventory, Names};

pub(super) fn take(files: &BTreeMap<String, String>) -> Inventory {
    let mut inventory = Inventory::default();
    for (path, text) in files {
        if path.ends_with(".rs") {
            count(text, &mut inventory);
        }
    }
    inventory
}

/// The functions of the runtime that set a parameter.
const SETTERS: &[&str] =
    &[".path(", ".path_text(", ".path_all(", ".path_texts(", ".query(", ".query_text(", ".query_all(", ".query_texts("];

/// Counts the contents of a source file, ignoring comments.
fn count(text: &str, inventory: &mut Inventory) {
    let mut table = Table::None;
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("//")).peekable();
    while let Some(line) = lines.next() {
        match line {
            "runtime::message! {" => table = Table::Message,
            "runtime::open_enum! {" => table = Table::Enum,
            "runtime::union! {" => table = Table::Union,
            "}" => table = Table::None,
            _ => {}
        }
        if line.ends_with(" {") && table != Table::None && line.starts_with("    ")
            || line.ends_with(" {}") && table != Table::None
        {
            inventory.types += 1;
        }
        if line.starts_with("pub type ") {
            inventory.types += 1;
        }
        match table {
            Table::Message => entry(line, &mut inventory.properties),
            Table::Enum => entry(line, &mut inventory.values),
            Table::Union => {}
            Table::None => {
                // The first argument may be on the next line.
                let next = lines.peek().map_or("", |next| next.trim_start());
                if line.contains("runtime::MethodDescriptor::new(") {
                    call(line, next, &["runtime::MethodDescriptor::new("], &mut inventory.methods);
                } else if line.contains(".path") || line.contains(".query") {
                    call(line, next, SETTERS, &mut inventory.parameters);
                }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Table {
    None,
    Message,
    Enum,
    Union,
}

/// Counts a table entry: `"wire" => rust,`.
fn entry(line: &str, names: &mut Names) {
    if line.starts_with("        \"")
        && let Some(name) = literal(line.trim_start())
    {
        names.add(&name, String::new());
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
        let mut inventory = Inventory::default();
        count(text, &mut inventory);
        let counts = (inventory.types, inventory.properties.len(), inventory.values.len());
        assert_eq!(counts, (4, 1, 1));
        assert_eq!((inventory.methods.len(), inventory.parameters.len()), (1, 1));
    }
}
