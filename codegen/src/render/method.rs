//! The function that starts a request.

use super::breakable::{Breakable, List};
use super::code::{Code, literal};
use super::module::Module;
use crate::model::{Method, Param, Ty};

/// Returns the function of a resource that returns the method's request builder. `client` is the
/// expression by which the resource refers to its client.
pub(super) fn function(method: &Method, module: &Module<'_>, client: &str) -> Code {
    let mut arguments = vec![Breakable::Text("&self".to_owned())];
    let mut calls = Vec::new();
    for param in &method.required {
        let argument = &param.name.rust;
        arguments.push(Breakable::ty(&format!("{argument}: "), &module.types.argument(param)));
        calls.push(Breakable::List(set(param, argument)));
    }
    if let Some(body) = &method.body {
        let argument = &body.argument;
        arguments.push(Breakable::ty(&format!("{argument}: "), &module.types.text(&body.ty)));
        calls.push(Breakable::List(List::new(".body(", [format!("&{argument}")], ")")));
    }
    let builder = &method.builder;
    let mut code = Code::member();
    code.docs(module.docs(&module.rustdoc.method(method)));
    code.deprecated(method.deprecated);
    if arguments.len() > 7 {
        code.line("#[allow(clippy::too_many_arguments)]");
    }
    code.line("#[inline]");
    code.open_function(&method.function, arguments, builder);
    let function = List::new("runtime::Call::of::<", [builder.clone()], &format!(">({client})"));
    let call = Breakable::Chain { function, calls };
    code.breakable(&Breakable::List(List::of_one(format!("{builder}("), call, ")")), "");
    code.close();
    code
}

/// Returns the call that adds a parameter to the request.
pub(super) fn set(param: &Param, argument: &str) -> List {
    let is_string = param.ty == Ty::String;
    let function = match (param.in_path, param.repeated, is_string) {
        (true, true, true) => "path_texts",
        (true, true, false) => "path_all",
        (true, false, true) => "path_text",
        (true, false, false) => "path",
        (false, true, true) => "query_texts",
        (false, true, false) => "query_all",
        (false, false, true) => "query_text",
        (false, false, false) => "query",
    };
    let arguments = [literal(&param.name.wire), argument.to_owned()];
    List::new(format!(".{function}("), arguments, ")")
}
