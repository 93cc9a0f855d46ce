//! Example calls. They consist of names only, because they are compiled with the crate's tests:
//! text of the document must not get into them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ident::plain;
use super::root_path::RootPath;
use super::type_expr::TypePrinter;
use crate::model::{Api, Item, Method, Param, Resource, Shape, Ty};

/// Writes example calls of the methods of one resource.
#[derive(Clone)]
pub(super) struct Examples<'a> {
    krate: Arc<str>,
    /// The example would need the name of the crate, which is unknown if the root is a module.
    enabled: bool,
    /// The schemas that are structs, which have a default value.
    messages: Arc<BTreeSet<&'a str>>,
    /// The accessors from the client to the resource: `.projects()`, `.locations()`.
    accessors: Vec<String>,
}

/// The width that a page shows without scrolling.
const WIDTH: usize = 88;

/// A hidden line, without which the doctest would warn.
const ALLOW_DEPRECATED: &str = "# #[allow(deprecated)]";

/// The length that every parameter's value is assumed to have when a call is wrapped, so that a
/// parameter of another type does not change the lines of the others.
const PARAM_LENGTH: usize = 12;

/// The arguments of an example call.
#[derive(Default)]
struct Arguments {
    values: Vec<String>,
    param_length: usize,
    param_count: usize,
    /// A value is a type of `schemas`.
    use_schemas: bool,
    /// Values that cannot be written briefly are arguments of the function around the call:
    /// `name: type`.
    outer: Vec<String>,
}

impl<'a> Examples<'a> {
    /// Examples for the methods of the client itself.
    pub(super) fn of_client(api: &'a Api, root_path: &RootPath) -> Self {
        let structs = api.items.iter().filter(|item| matches!(item.shape, Shape::Struct(_)));
        let mut messages: BTreeSet<&str> = structs.map(|item| item.name.rust.as_str()).collect();
        let alias = |item: &'a Item| match &item.shape {
            Shape::Shared(shared) if messages.contains(shared.type_name.as_str()) => Some(item.name.rust.as_str()),
            _ => None,
        };
        let aliases: Vec<&str> = api.items.iter().filter_map(alias).collect();
        messages.extend(aliases);
        Self {
            krate: api.package.replace('-', "_").into(),
            enabled: root_path.is_crate(),
            messages: Arc::new(messages),
            accessors: Vec::new(),
        }
    }

    /// Examples for the methods of a resource below this one.
    pub(super) fn below(&self, resource: &Resource) -> Self {
        let mut below = self.clone();
        below.accessors.push(format!(".{}()", resource.accessor));
        below
    }

    /// Returns the expression for the resource: `client.projects().locations()`.
    pub(super) fn access(&self) -> String {
        format!("client{}", self.accessors.concat())
    }

    /// Returns a call of the method with an existing client, or nothing if the root is a module.
    pub(super) fn of_method(&self, method: &Method) -> Vec<String> {
        let krate = &self.krate;
        let arguments = self.arguments(method);
        let outer: String = arguments.outer.iter().map(|argument| format!(", {argument}")).collect();
        let mut lines = vec![format!(
            "# async fn example(client: {krate}::Client{outer}) -> Result<(), {krate}::runtime::Error> {{"
        )];
        if arguments.use_schemas {
            lines.extend([format!("use {krate}::schemas;"), String::new()]);
        }
        lines.extend(self.call(method, &arguments));
        self.fence(method, lines)
    }

    /// Returns a program's first call, which makes its client, or nothing if the root is a module.
    pub(super) fn first_call(&self, method: &Method) -> Vec<String> {
        let krate = &self.krate;
        let arguments = self.arguments(method);
        let outer = arguments.outer.join(", ");
        let schemas = if arguments.use_schemas { ", schemas" } else { "" };
        let mut lines = vec![
            format!("# async fn example({outer}) -> Result<(), {krate}::runtime::Error> {{"),
            format!("use {krate}::{{Client, runtime::Bearer{schemas}}};"),
            String::new(),
            "let client = Client::builder()".to_owned(),
            "    .credentials(Bearer::new(\"an access token\"))".to_owned(),
            "    .build()?;".to_owned(),
        ];
        // Uploads, and downloads next to a response, are for the method's own example.
        lines.extend(match method.has_only_media() {
            true => self.download(method, &arguments),
            false => self.response(method, &arguments, &[".send()"]),
        });
        self.fence(method, lines)
    }

    fn fence(&self, method: &Method, code: Vec<String>) -> Vec<String> {
        if !self.enabled {
            return Vec::new();
        }
        let mut lines = vec!["```no_run".to_owned()];
        if method.deprecated {
            lines.push(ALLOW_DEPRECATED.to_owned());
        }
        lines.extend(code);
        lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
        lines
    }

    fn call(&self, method: &Method, arguments: &Arguments) -> Vec<String> {
        if method
            .media
            .upload
            .as_ref()
            .is_some_and(|upload| upload.simple_path.is_some() || upload.resumable_path.is_some())
        {
            return self.response(
                method,
                arguments,
                &[".upload(\"text\")", ".content_type(\"text/plain\")", ".send()"],
            );
        }
        if let Some(operation) = &method.operation {
            let request = self.request(method, arguments, &[".operation()"]);
            return result(&operation.result, &request, arguments);
        }
        if method.streaming.is_some() {
            let request = self.request(method, arguments, &[".stream()"]);
            let mut lines = chain("let mut messages = ", &request, arguments, ";");
            lines.push("while let Some(message) = messages.next().await {".to_owned());
            lines.extend(["    println!(\"{:?}\", message?);".to_owned(), "}".to_owned()]);
            return lines;
        }
        if method.has_only_media() {
            return self.download(method, arguments);
        }
        // Lists have the same example, so that it stays when a method gains pages; `items`
        // documents itself.
        let mut lines = self.response(method, arguments, &[".send()"]);
        if method.media.download {
            lines.extend(self.download(method, arguments));
        }
        lines
    }

    /// Returns the lines that download media.
    fn download(&self, method: &Method, arguments: &Arguments) -> Vec<String> {
        let request = self.request(method, arguments, &[".download()", ".bytes()"]);
        let mut lines = chain("let media = ", &request, arguments, ".await?;");
        lines.push("println!(\"{} bytes\", media.len());".to_owned());
        lines
    }

    /// Returns the lines that send a request and print the response.
    fn response(&self, method: &Method, arguments: &Arguments, last: &[&str]) -> Vec<String> {
        result(&method.response, &self.request(method, arguments, last), arguments)
    }

    /// Returns the calls of the chain that starts at the client.
    fn request(&self, method: &Method, arguments: &Arguments, last: &[&str]) -> Vec<String> {
        let mut calls = self.accessors.clone();
        calls.push(format!(".{}({})", method.function, arguments.values.join(", ")));
        if method.requires_fields {
            calls.push(".fields(\"*\")".to_owned());
        }
        calls.extend(last.iter().map(|call| (*call).to_owned()));
        calls
    }

    fn arguments(&self, method: &Method) -> Arguments {
        let mut arguments = Arguments::default();
        for param in &method.required {
            self.param(param, &mut arguments);
        }
        if let Some(body) = &method.body {
            let value = self.value(&body.argument, &body.ty, &mut arguments);
            arguments.values.push(value);
        }
        arguments
    }

    fn param(&self, param: &Param, arguments: &mut Arguments) {
        let value = match &param.ty {
            Ty::String => format!("\"{}\"", plain(&param.name.rust).replace('_', "-")),
            ty => self.value(&param.name.rust, ty, arguments),
        };
        let value = if param.repeated { format!("[{value}]") } else { value };
        arguments.param_length += value.len();
        arguments.param_count += 1;
        arguments.values.push(value);
    }

    fn value(&self, name: &str, ty: &Ty, arguments: &mut Arguments) -> String {
        match ty {
            Ty::Bool => return "true".to_owned(),
            Ty::I32 | Ty::U32 | Ty::I64 | Ty::U64 => return "1".to_owned(),
            Ty::F32 | Ty::F64 => return "1.0".to_owned(),
            Ty::Local(_) => return "\"VALUE\".into()".to_owned(),
            Ty::Schema(schema) if self.messages.contains(schema.as_str()) => {
                arguments.use_schemas = true;
                return format!("schemas::{schema}::default()");
            }
            Ty::Schema(_) | Ty::Number | Ty::Timestamp | Ty::DateTime | Ty::Duration | Ty::Date => {}
            _ => return "Default::default()".to_owned(),
        }
        // The function around the call already has an argument `client`.
        let name = if name == "client" { "client_value" } else { name };
        let ty = TypePrinter::default().text(ty);
        arguments.outer.push(format!("{name}: {}::{ty}", self.krate));
        name.to_owned()
    }
}

/// Returns the lines that await a chain of calls and print the value, unless it has no type.
fn result(ty: &Ty, calls: &[String], arguments: &Arguments) -> Vec<String> {
    if matches!(ty, Ty::Unit) {
        return chain("", calls, arguments, ".await?;");
    }
    let mut lines = chain("let response = ", calls, arguments, ".await?;");
    lines.push("println!(\"{response:?}\");".to_owned());
    lines
}

/// Formats a chain of calls as rustfmt does: in one line if it fits, else with one call per line.
fn chain(start: &str, calls: &[String], arguments: &Arguments, end: &str) -> Vec<String> {
    let line = format!("{start}client{}{end}", calls.concat());
    if line.len() + arguments.param_count * PARAM_LENGTH <= WIDTH + arguments.param_length {
        return vec![line];
    }
    let first = std::iter::once(format!("{start}client"));
    let awaits = end.strip_suffix(';').filter(|end| !end.is_empty());
    let mut lines: Vec<String> =
        first.chain(calls.iter().map(String::as_str).chain(awaits).map(|call| format!("    {call}"))).collect();
    if let Some(last) = lines.last_mut() {
        last.push(';');
    }
    lines
}
