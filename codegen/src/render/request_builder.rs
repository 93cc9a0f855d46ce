//! A request builder: its type, its method, setters of the optional parameters, and calls of
//! the runtime's macros.

use super::breakable::{Breakable, List};
use super::code::{Code, literal};
use super::examples::Examples;
use super::method::set;
use super::module::Module;
use super::operation;
use super::rustdoc::paragraph;
use super::source_file::Chunk;
use crate::model::{Method, Param, RequestId, TokenPosition};

/// Returns the request builder of a method. `owner` is the type whose function returns it.
pub(super) fn chunks(method: &Method, owner: &str, module: &Module<'_>, examples: &Examples<'_>) -> Vec<Chunk> {
    let mut docs = module.rustdoc.request_builder(method, owner);
    paragraph(&mut docs, examples.of_method(method));
    let name = &method.builder;
    let mut declaration = Code::default();
    declaration.docs(module.docs(&docs));
    declaration.deprecated(method.deprecated);
    declaration.line("#[must_use = \"requests do nothing until sent\"]");
    let call = Breakable::ty("", &format!("runtime::Call<{}>", module.types.text(&method.response)));
    declaration.breakable(&Breakable::List(List::of_one(format!("pub struct {name}("), call, ");")), "");
    let mut chunks = vec![Chunk::Code(declaration), Chunk::Code(method_impl(method, module))];
    let setters: Vec<Code> = method.optional.iter().map(|param| setter(param, module)).collect();
    if !setters.is_empty() {
        chunks.push(Chunk::Impl { head: format!("impl {name}"), members: setters });
    }
    chunks.push(Chunk::Calls(macro_calls(method, module)));
    chunks
}

/// Returns the impl of the runtime's trait `Method`: the messages and the descriptor.
fn method_impl(method: &Method, module: &Module<'_>) -> Code {
    let request = method.body.as_ref().map_or("()".to_owned(), |body| module.types.text(&body.ty));
    let mut code = Code::default();
    code.open(format_args!("impl runtime::Method for {}", method.builder));
    code.typed("type Request = ", &request, ";");
    code.typed("type Response = ", &module.types.text(&method.response), ";");
    code.breakable(&descriptor(method, module), ";");
    code.close();
    code
}

/// Returns the descriptor of the method.
fn descriptor(method: &Method, module: &Module<'_>) -> Breakable {
    let mut calls = Vec::new();
    if !method.scopes.is_empty() {
        let root_path = module.rustdoc.root_path;
        let scopes = method.scopes.iter().map(|scope| format!("{root_path}::scopes::{scope}"));
        let scopes = Breakable::List(List::new("&[", scopes, "]"));
        calls.push(Breakable::List(List::of_one(".with_scopes(", scopes, ")")));
    }
    let api_version = method.api_version.as_deref().map(literal);
    calls.extend(api_version.map(|version| Breakable::List(List::new(".with_api_version(", [version], ")"))));
    let flags = [
        method.request_id.map(|position| match position {
            RequestId::OfCaller => ".with_request_id()",
            RequestId::InQuery => ".with_request_id_in_query()",
            RequestId::InMessage => ".with_request_id_in_message()",
        }),
        method.raw_request.then_some(".with_raw_request()"),
        method.raw_response.then_some(".with_raw_response()"),
    ];
    calls.extend(flags.into_iter().flatten().map(|flag| Breakable::Text(flag.to_owned())));
    let constant = "const METHOD: runtime::MethodDescriptor = runtime::MethodDescriptor::new(";
    let arguments = [&method.id, &method.http_method, &method.path].map(|argument| literal(argument));
    Breakable::Chain { function: List::new(constant, arguments, ")"), calls }
}

fn setter(param: &Param, module: &Module<'_>) -> Code {
    let argument = if param.repeated { "values" } else { "value" };
    let mut code = Code::member();
    code.docs(module.docs(&module.rustdoc.value(&param.docs)));
    code.deprecated(param.deprecated);
    code.line("#[inline]");
    let ty = Breakable::ty(&format!("{argument}: "), &module.types.argument(param));
    code.open_function(&param.name.rust, vec![Breakable::Text("self".to_owned()), ty], "Self");
    code.line(format_args!("Self(self.0{})", set(param, argument)));
    code.close();
    code
}

/// Returns the calls of the runtime's macros that add the functions of the method's kind.
fn macro_calls(method: &Method, module: &Module<'_>) -> Vec<String> {
    let (name, response) = (&method.builder, module.types.text(&method.response));
    let mut calls = vec![format!("runtime::call!({name} -> {response});")];
    if let Some(paging) = &method.paging {
        let location = match paging.token {
            TokenPosition::Query => "Query",
            TokenPosition::Body => "Body",
            TokenPosition::SameName => "SameName",
        };
        let items = match &paging.items {
            None => "{}".to_owned(),
            Some(items) => {
                let item = module.types.text(&items.item);
                let string = module.types.prelude("String");
                let item = if items.map { format!("({string}, {item})") } else { item };
                format!("{{ {}: {item} }}", items.field.rust)
            }
        };
        let size = paging.size.as_ref().map(|size| {
            let maximum = size.maximum.map(|maximum| format!(" at most {maximum}")).unwrap_or_default();
            format!(", size {}{maximum}", literal(&size.wire))
        });
        let size = size.unwrap_or_default();
        calls.push(format!("runtime::pages!({name} -> {response} {items} by {location}{size});"));
    }
    if let Some(upload) = &method.media.upload {
        // With both protocols, the simple path also accepts resumable sessions: Google's own
        // clients use no other path.
        let (path, protocol) = match (&upload.simple_path, &upload.resumable_path) {
            (Some(path), Some(_)) => (Some(path), "both"),
            (Some(path), None) => (Some(path), "simple"),
            (None, path) => (path.as_ref(), "resumable"),
        };
        if let Some(path) = path {
            calls.push(format!("runtime::upload!({name} -> {response} => {} by {protocol});", literal(path)));
        }
    }
    if method.media.download {
        calls.push(format!("runtime::download!({name});"));
    }
    if let Some(streaming) = &method.streaming {
        let idle = if streaming.is_waiting { ", without_idle_timeout" } else { "" };
        calls.push(format!("runtime::stream!({name} -> {response}{idle});"));
    }
    if let Some(operation) = &method.operation {
        let result = module.types.text(&operation.result);
        let get = operation.get.as_ref().map(|get| format!(", get {}", operation::endpoint(get))).unwrap_or_default();
        calls.push(format!("runtime::operation!({name} -> {response} => {result}{get});"));
    }
    calls
}
