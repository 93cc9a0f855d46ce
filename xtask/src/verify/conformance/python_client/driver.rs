//! The driver program that builds requests with generated crates.
//!
//! Its `main` is in `tests/drivers`; only the dispatch from method ids to functions is generated
//! here, because it calls every method and every setter of the crates.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::rust_api::{Argument, ArgumentKind, Function};
use crate::verify::workspace::package_name;

/// Returns the source of the program for the crates of these APIs.
pub(super) fn source<'a>(apis: impl Iterator<Item = (&'a str, &'a BTreeMap<String, Function>)>) -> String {
    let mut text = format!(
        "// {}\n\n#![allow(deprecated)]\n\nuse discovery_drivers::requests::{{self, Arguments, Json}};\n\n\
         fn main() -> std::io::Result<()> {{\n    requests::run(build)\n}}\n",
        discovery_codegen::MARK
    );
    let mut dispatch = String::new();
    // A crate without methods does not have a client.
    for (index, (api, functions)) in apis.filter(|(_, functions)| !functions.is_empty()).enumerate() {
        let _ = writeln!(dispatch, "        {api:?} => api_{index}::build(arguments),");
        module(&mut text, index, api, functions);
    }
    let _ = writeln!(
        text,
        "\nfn build(api: &str, arguments: &Arguments) -> Result<Json, String> {{\n    match api {{\n{dispatch}        \
         _ => Err(format!(\"unknown API `{{api}}`\")),\n    }}\n}}"
    );
    text
}

fn module(text: &mut String, index: usize, api: &str, functions: &BTreeMap<String, Function>) {
    let krate = package_name(api).replace('-', "_");
    let _ = writeln!(
        text,
        "\nmod api_{index} {{\n    use discovery_drivers::build_request;\n    use {krate}::Client;\n\n    \
         use super::{{Arguments, Json}};\n\n    \
         pub fn build(arguments: &Arguments) -> Result<Json, String> {{\n        \
         let client = Client::builder().generate_request_ids(false).build().map_err(|error| error.to_string())?;\n        \
         match arguments.method() {{"
    );
    for (number, id) in functions.keys().enumerate() {
        let _ = writeln!(text, "            {id:?} => method_{number}(&client, arguments),");
    }
    text.push_str("            method => Err(format!(\"unknown method `{method}`\")),\n        }\n    }\n");
    for (number, function) in functions.values().enumerate() {
        let resource: String = function.accessors.iter().map(|accessor| format!(".{accessor}()")).collect();
        let arguments: Vec<String> = function.arguments.iter().map(argument).collect();
        let _ = writeln!(
            text,
            "\n    fn method_{number}(client: &Client, arguments: &Arguments) -> Result<Json, String> {{\n        \
             let call = client{resource}.{}({});",
            function.name,
            arguments.join(", ")
        );
        for setter in &function.setters {
            let name = setter.parameter.as_deref().unwrap_or_default();
            let _ = writeln!(
                text,
                "        let call = if arguments.has({name:?}) {{ call.{}({}) }} else {{ call }};",
                setter.rust,
                argument(setter)
            );
        }
        text.push_str("        build_request!(call, arguments)\n    }\n");
    }
    text.push_str("}\n");
}

fn argument(argument: &Argument) -> String {
    match (&argument.parameter, argument.kind) {
        (None, _) => "arguments.body()?".to_owned(),
        (Some(name), ArgumentKind::Text) => format!("arguments.text({name:?})?"),
        (Some(name), ArgumentKind::Texts) => format!("arguments.texts({name:?})?"),
        (Some(name), ArgumentKind::Value) => format!("arguments.value({name:?})?"),
        (Some(name), ArgumentKind::Values) => format!("arguments.values({name:?})?"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn omits_apis_without_methods() {
        let function = Function {
            accessors: vec!["rooms".to_owned()],
            name: "leave".to_owned(),
            arguments: Vec::new(),
            setters: Vec::new(),
        };
        let (none, one) = (BTreeMap::new(), BTreeMap::from([("games.rooms.leave".to_owned(), function)]));
        let source = source([("schemas-only.v1", &none), ("games.v1", &one)].into_iter());
        assert!(!source.contains("schemas"), "{source}");
        assert!(
            source.contains("use games_v1::Client;") && source.contains("\"games.v1\" => api_0::build"),
            "{source}"
        );
    }
}
