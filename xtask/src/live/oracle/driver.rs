//! A program that calls every method of generated crates with the arguments it is given, and says what the requests are.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::surface::{Argument, Function, Kind};
use crate::scratch::package;

/// What is the same whatever the crates: reading questions, writing answers, and arguments as the types that are asked for.
const FRAME: &str = r#"#![allow(dead_code, deprecated)]

use std::io::{BufRead, Write};

use discovery_runtime::{Json, decode, encode, http::Request, wire::Wire};

fn main() {
    let api = std::env::args().nth(1).unwrap_or_default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let answered = line.map_err(|error| error.to_string()).and_then(|line| {
            let question = decode(line.as_bytes()).map_err(|error| error.to_string())?;
            call(&api, &Arguments(question))
        });
        let answer = answered.unwrap_or_else(|error| {
            let mut answer = Json::Null;
            answer["refused"] = error.into();
            answer
        });
        let _ = writeln!(out, "{answer}");
    }
}

/// A body of another content type than messages have is described.
fn answer(request: discovery_runtime::Result<Request<Vec<u8>>>) -> Result<Json, String> {
    let request = request.map_err(|error| error.to_string())?;
    let mut answer = Json::Null;
    answer["method"] = request.method().as_str().into();
    answer["url"] = request.uri().to_string().into();
    let kind = request.headers().get("content-type").map(|kind| String::from_utf8_lossy(kind.as_bytes()).into_owned());
    answer["body"] = match (kind, request.body().as_slice()) {
        (None, _) => Json::Null,
        (Some(kind), body) if kind == "application/json" => decode(body).map_err(|error| format!("the body is no JSON: {error}"))?,
        (Some(kind), body) => {
            let mut described = Json::Null;
            described["contentType"] = kind.into();
            described["data"] = decode(&encode(&body.to_vec())).map_err(|error| error.to_string())?;
            described
        }
    };
    Ok(answer)
}

pub struct Arguments(Json);

impl Arguments {
    fn method(&self) -> &str {
        self.0["method"].as_str().unwrap_or_default()
    }

    fn has(&self, name: &str) -> bool {
        self.0["parameters"].get(name).is_some()
    }

    fn text(&self, name: &str) -> Result<&str, String> {
        self.0["parameters"][name].as_str().ok_or_else(|| format!("the sample has no text `{name}`"))
    }

    fn texts(&self, name: &str) -> Result<Vec<String>, String> {
        self.values(name)
    }

    fn value<T: Wire>(&self, name: &str) -> Result<T, String> {
        read(&self.0["parameters"][name])
    }

    fn values<T: Wire>(&self, name: &str) -> Result<Vec<T>, String> {
        let values = self.0["parameters"][name].as_array();
        values.ok_or_else(|| format!("the sample has no list `{name}`"))?.iter().map(read).collect()
    }

    fn body<T: Wire>(&self) -> Result<T, String> {
        read(&self.0["body"])
    }

    /// Parameters that every method takes, as texts.
    fn common(&self) -> impl Iterator<Item = (&str, String)> {
        let common = self.0["common"].as_object().into_iter().flatten();
        common.map(|(name, value)| (name.as_str(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
    }
}

fn read<T: Wire>(value: &Json) -> Result<T, String> {
    decode(value.to_string().as_bytes()).map_err(|error| error.to_string())
}

macro_rules! finish {
    ($call:ident, $arguments:ident) => {{
        let mut call = $call;
        for (name, value) in $arguments.common() {
            call = match name {
                "fields" => call.fields(&value),
                "quotaUser" => call.quota_user(&value),
                _ => call.param(name, &value),
            };
        }
        answer(call.request())
    }};
}
"#;

/// The program's text for crates of these names.
pub(super) fn source<'a>(apis: impl Iterator<Item = (&'a str, &'a BTreeMap<String, Function>)>) -> String {
    let mut text = format!("// {}\n\n{FRAME}", discovery_codegen::MARK);
    let mut dispatch = String::new();
    for (index, (api, functions)) in apis.enumerate() {
        let _ = writeln!(dispatch, "        {api:?} => api_{index}::call(arguments),");
        module(&mut text, index, api, functions);
    }
    let _ = writeln!(
        text,
        "\nfn call(api: &str, arguments: &Arguments) -> Result<Json, String> {{\n    match api {{\n{dispatch}        \
         _ => Err(\"no such API\".to_owned()),\n    }}\n}}"
    );
    text
}

fn module(text: &mut String, index: usize, api: &str, functions: &BTreeMap<String, Function>) {
    let krate = package(api).replace('-', "_");
    let _ = writeln!(
        text,
        "\nmod api_{index} {{\n    use super::{{Arguments, Json, answer}};\n    use {krate}::Client;\n\n    \
         pub fn call(arguments: &Arguments) -> Result<Json, String> {{\n        \
         let client = Client::builder().build().map_err(|error| error.to_string())?;\n        \
         match arguments.method() {{"
    );
    for (number, id) in functions.keys().enumerate() {
        let _ = writeln!(text, "            {id:?} => method_{number}(&client, arguments),");
    }
    text.push_str("            _ => Err(\"no such method\".to_owned()),\n        }\n    }\n");
    for (number, function) in functions.values().enumerate() {
        let resource: String = function.accessors.iter().map(|accessor| format!(".{accessor}()")).collect();
        let given: Vec<String> = function.arguments.iter().map(argument).collect();
        let _ = writeln!(
            text,
            "\n    fn method_{number}(client: &Client, arguments: &Arguments) -> Result<Json, String> {{\n        \
             let call = client{resource}.{}({});",
            function.name,
            given.join(", ")
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
        text.push_str("        finish!(call, arguments)\n    }\n");
    }
    text.push_str("}\n");
}

fn argument(argument: &Argument) -> String {
    match (&argument.parameter, argument.kind) {
        (None, _) => "arguments.body()?".to_owned(),
        (Some(name), Kind::Text) => format!("arguments.text({name:?})?"),
        (Some(name), Kind::Texts) => format!("arguments.texts({name:?})?"),
        (Some(name), Kind::Value) => format!("arguments.value({name:?})?"),
        (Some(name), Kind::Values) => format!("arguments.values({name:?})?"),
    }
}
