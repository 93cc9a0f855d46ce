//! Calls as a user of the crate writes them, made of names alone: they are compiled with the crate's tests, and no text
//! of a document may be.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::model::{Api, Item, Method, Param, Resource, Shape, Ty};
use crate::render::RootPath;

/// Where a user of the crate stands when calling the methods of one resource.
#[derive(Clone)]
pub(super) struct Caller<'a> {
    /// The crate, and the path of the generated code's root in it.
    krate: Rc<str>,
    root_path: &'a RootPath,
    /// Schemas that have a value without being told one.
    messages: Rc<BTreeSet<&'a str>>,
    /// From the client to the resource: `.projects()`, `.locations()`.
    path: Vec<String>,
}

/// What a page of documentation shows without scrolling.
const WIDTH: usize = 88;

/// Hidden on the page; the doctest would warn without it.
const ALLOWED: &str = "# #[allow(deprecated)]";

/// As long as a parameter's value counts for whether a call fits in a line: another type of it should not fold the others.
const PARAM: usize = 12;

/// What a method is given in an example.
#[derive(Default)]
struct Given {
    arguments: Vec<String>,
    /// How long the values of parameters are, and how many.
    params: (usize, usize),
    /// Whether a name in them is one of `schemas`.
    schemas: bool,
    /// Values of which no example is short: the function around the call gets them, as `name: type`.
    from_outside: Vec<String>,
}

impl<'a> Caller<'a> {
    pub(super) fn of_client(api: &'a Api) -> Self {
        let message = |item: &'a Item| matches!(item.shape, Shape::Struct(_)).then_some(item.name.rust.as_str());
        Self {
            krate: api.package.replace('-', "_").into(),
            root_path: &api.root_path,
            messages: Rc::new(api.items.iter().filter_map(message).collect()),
            path: Vec::new(),
        }
    }

    pub(super) fn below(&self, resource: &Resource) -> Self {
        let mut below = self.clone();
        below.path.push(format!(".{}()", resource.accessor));
        below
    }

    /// How one comes to the resource: `client.projects().locations()`.
    pub(super) fn place(&self) -> String {
        format!("client{}", self.path.concat())
    }

    /// The root of the generated code.
    pub(super) fn root_path(&self) -> &RootPath {
        self.root_path
    }

    /// One call of the method, with a client that is there. None for a module: nobody has said what the crate around it is called.
    pub(super) fn example(&self, method: &Method) -> Vec<String> {
        if !self.root_path.is_crate() {
            return Vec::new();
        }
        let krate = &self.krate;
        let given = self.given(method);
        let mut lines = vec!["```no_run".to_owned()];
        if method.deprecated {
            lines.push(ALLOWED.to_owned());
        }
        let around: String = given.from_outside.iter().map(|one| format!(", {one}")).collect();
        lines.push(format!(
            "# async fn example(client: {krate}::Client{around}) -> Result<(), {krate}::runtime::Error> {{"
        ));
        if given.schemas {
            lines.extend([format!("use {krate}::schemas;"), String::new()]);
        }
        lines.extend(self.call(method, &given));
        lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
        lines
    }

    /// The first call of somebody new to the crate.
    pub(super) fn first_example(&self, method: &Method) -> Vec<String> {
        if !self.root_path.is_crate() {
            return Vec::new();
        }
        let krate = &self.krate;
        let given = self.given(method);
        let around = given.from_outside.join(", ");
        let mut lines = vec!["```no_run".to_owned()];
        if method.deprecated {
            lines.push(ALLOWED.to_owned());
        }
        lines.extend([
            format!("# async fn example({around}) -> Result<(), {krate}::runtime::Error> {{"),
            if given.schemas {
                format!("use {krate}::{{Client, runtime::Bearer, schemas}};")
            } else {
                format!("use {krate}::{{Client, runtime::Bearer}};")
            },
            String::new(),
            "let client = Client::builder()".to_owned(),
            "    .credentials(Bearer::new(\"an access token\"))".to_owned(),
            "    .build()?;".to_owned(),
        ]);
        // The plainest way, whatever else the method can do.
        lines.extend(self.response(method, &given, &[".send()"]));
        lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
        lines
    }

    fn call(&self, method: &Method, given: &Given) -> Vec<String> {
        if method.media.upload.as_ref().is_some_and(|way| way.simple_path.is_some() || way.resumable_path.is_some()) {
            return self.response(method, given, &[".upload(\"text\")", ".content_type(\"text/plain\")", ".send()"]);
        }
        // Also where there are pages: whether there are is no reason for another example, and `items` says what it does.
        let mut lines = self.response(method, given, &[".send()"]);
        if method.media.download {
            lines.extend(chain(
                "let media = ",
                &self.request(method, given, &[".download()", ".bytes()"]),
                given,
                ".await?;",
            ));
            lines.push("println!(\"{} bytes\", media.len());".to_owned());
        }
        lines
    }

    /// A request that is sent, and what comes back.
    fn response(&self, method: &Method, given: &Given, then: &[&str]) -> Vec<String> {
        let request = self.request(method, given, then);
        if matches!(method.response, Ty::Unit) {
            return chain("", &request, given, ".await?;");
        }
        let mut lines = chain("let response = ", &request, given, ".await?;");
        lines.push("println!(\"{response:?}\");".to_owned());
        lines
    }

    /// What stands behind the client, call by call.
    fn request(&self, method: &Method, given: &Given, then: &[&str]) -> Vec<String> {
        let mut calls = self.path.clone();
        calls.push(format!(".{}({})", method.function, given.arguments.join(", ")));
        calls.extend(then.iter().map(|call| (*call).to_owned()));
        calls
    }

    fn given(&self, method: &Method) -> Given {
        let mut given = Given::default();
        for param in &method.required {
            self.argument(param, &mut given);
        }
        if let Some(body) = &method.body {
            let value = self.value(&body.argument, &body.ty, &mut given);
            given.arguments.push(value);
        }
        given
    }

    fn argument(&self, param: &Param, given: &mut Given) {
        let value = match &param.ty {
            Ty::String => format!("\"{}\"", param.name.rust.trim_start_matches("r#").replace('_', "-")),
            ty => self.value(&param.name.rust, ty, given),
        };
        let value = if param.repeated { format!("[{value}]") } else { value };
        given.params = (given.params.0 + value.len(), given.params.1 + 1);
        given.arguments.push(value);
    }

    fn value(&self, name: &str, ty: &Ty, given: &mut Given) -> String {
        let outside = match ty {
            Ty::Bool => return "true".to_owned(),
            Ty::I32 | Ty::U32 | Ty::I64 | Ty::U64 => return "1".to_owned(),
            Ty::F32 | Ty::F64 => return "1.0".to_owned(),
            Ty::Local(_) => return "\"VALUE\".into()".to_owned(),
            Ty::Schema(schema) if self.messages.contains(schema.as_str()) => {
                given.schemas = true;
                return format!("schemas::{schema}::default()");
            }
            Ty::Schema(schema) => format!("schemas::{schema}"),
            Ty::Number => "runtime::Number".to_owned(),
            Ty::Timestamp => "runtime::Timestamp".to_owned(),
            Ty::DateTime => "runtime::DateTime".to_owned(),
            Ty::Duration => "runtime::Duration".to_owned(),
            Ty::Date => "runtime::Date".to_owned(),
            _ => return "Default::default()".to_owned(),
        };
        // `client` is the one name that the function around the call has already.
        let name = if name == "client" { "given" } else { name };
        given.from_outside.push(format!("{name}: {}::{outside}", self.krate));
        name.to_owned()
    }
}

/// Calls in one line if there is room, else each in its own, as rustfmt would have them.
fn chain(start: &str, calls: &[String], given: &Given, end: &str) -> Vec<String> {
    let line = format!("{start}client{}{end}", calls.concat());
    let (length, count) = given.params;
    if line.len() + count * PARAM <= WIDTH + length {
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
