//! What a generated crate holds, counted on its text.

use std::collections::BTreeMap;

use super::ledger::{Ledger, Names};

pub(super) fn count(files: &BTreeMap<String, String>) -> Ledger {
    let mut ledger = Ledger::default();
    for (path, text) in files {
        if path.ends_with(".rs") {
            source(text, &mut ledger);
        }
    }
    ledger
}

/// The functions of a call that set a parameter.
const SETTERS: &[&str] =
    &[".path(", ".path_text(", ".path_all(", ".path_texts(", ".query(", ".query_text(", ".query_all(", ".query_texts("];

/// Goes over the lines that are code.
fn source(text: &str, ledger: &mut Ledger) {
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
            ledger.types += 1;
        }
        if line.starts_with("pub type ") {
            ledger.types += 1;
        }
        match table {
            Table::Message => row(line, &mut ledger.properties),
            Table::Enum => row(line, &mut ledger.values),
            Table::Union => {}
            Table::None => {
                // The printer may put the first argument on a line of its own.
                let next = lines.peek().map_or("", |next| next.trim_start());
                if line.contains("runtime::MethodDescriptor::new(") {
                    call(line, next, &["runtime::MethodDescriptor::new("], &mut ledger.methods);
                } else if line.contains(".path") || line.contains(".query") {
                    call(line, next, SETTERS, &mut ledger.parameters);
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

/// `"wire" => rust,`
fn row(line: &str, names: &mut Names) {
    if line.starts_with("        \"")
        && let Some(name) = literal(line.trim_start())
    {
        names.add(&name, String::new());
    }
}

/// Calls of these functions with a literal as their first argument.
fn call(line: &str, next: &str, functions: &[&str], names: &mut Names) {
    for function in functions {
        for (at, _) in line.match_indices(function) {
            let arguments = line.get(at + function.len()..).unwrap_or("");
            let arguments = if arguments.is_empty() { next } else { arguments };
            if let Some(name) = literal(arguments) {
                names.add(&name, String::new());
            }
        }
    }
}

/// The value of the string literal that the text starts with.
fn literal(text: &str) -> Option<String> {
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
    fn reads_literals() {
        assert_eq!(literal(r#""a\"\\\n\u{202e}b" => c"#).as_deref(), Some("a\"\\\n\u{202e}b"));
        assert_eq!(literal("a"), None);
    }

    #[test]
    fn counts_tables_and_calls_and_no_comments() {
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
        let mut ledger = Ledger::default();
        source(text, &mut ledger);
        let counts = (ledger.types, ledger.properties.len(), ledger.values.len());
        assert_eq!(counts, (4, 1, 1));
        assert_eq!((ledger.methods.len(), ledger.parameters.len()), (1, 1));
    }
}
