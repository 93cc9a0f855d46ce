//! Diffs the methods of a resource: functions, request builders and their setters.

use super::matching::{Pair, pairs};
use super::report::{ItemPath, Report};
use super::rules::Rule;
use super::types::{Crates, argument, written};
use super::{arguments, functions, types, wire};
use crate::model::{Docs, Method, Name, Param};

pub(super) fn diff<'a>(old: &'a [Method], new: &'a [Method], resource: &str, crates: &Crates<'a>, report: &mut Report) {
    let (old, new) = (named(old), named(new));
    for pair in pairs(&old, &new, |method| &method.name) {
        match pair {
            Pair::Both(old, new) => method(old.method, new.method, resource, crates, report),
            Pair::Renamed(old, new) => {
                let (before, after) = (format!("{}()", old.name.rust), format!("{}()", new.name.rust));
                let path = ItemPath::call(resource, &old.name.rust);
                report.push(Rule::MethodRenamed, path, Some(&before), Some(&after));
                method(old.method, new.method, resource, crates, report);
            }
            Pair::Removed(old) => {
                report.removed(Rule::MethodRemoved, ItemPath::call(resource, &old.name.rust), &signature(old.method));
            }
            Pair::Added(new) => {
                report.added(Rule::MethodAdded, ItemPath::call(resource, &new.name.rust), &signature(new.method));
            }
        }
    }
}

/// A method with its id as wire name and its function as Rust name.
struct Named<'a> {
    name: Name,
    method: &'a Method,
}

fn named(methods: &[Method]) -> Vec<Named<'_>> {
    let name = |method: &Method| Name { wire: method.id.clone(), rust: method.function.clone() };
    methods.iter().map(|method| Named { name: name(method), method }).collect()
}

fn method<'a>(old: &'a Method, new: &'a Method, resource: &str, crates: &Crates<'a>, report: &mut Report) {
    let path = ItemPath::call(resource, &new.function);
    let call = path.path();
    let start = report.len();
    report.differ(Rule::BuilderRenamed, ItemPath::owner(call), &old.builder, &new.builder);
    arguments::diff(old, new, call, crates, report);
    setters(old, new, call, crates, report);
    functions::diff(old, new, call, crates, report);
    if !crates.same(&old.response, &new.response) {
        let (before, after) = (written(&old.response, false), written(&new.response, false));
        report.push(Rule::ResponseChanged, ItemPath::owner(call), Some(&before), Some(&after));
    }
    wire::diff(old, new, call, crates, report);
    report.deprecation(ItemPath::owner(call), old.deprecated, new.deprecated);
    let same = documentation(old) == documentation(new);
    report.documentation(ItemPath::owner(call), same, start);
}

/// Returns everything that appears only in a method's documentation. Arguments are documented as
/// part of their method.
fn documentation(method: &Method) -> (&Docs, Vec<&Docs>, bool) {
    let arguments = method.required.iter().map(|param| &param.docs).collect();
    (&method.docs, arguments, method.media.subscription)
}

/// Diffs the setters. Parameters that are arguments in one of the crates are handled by
/// `arguments`.
fn setters<'a>(old: &'a Method, new: &'a Method, call: &str, crates: &Crates<'a>, report: &mut Report) {
    let is_argument = |method: &Method, param: &Param| arguments::find(method, &param.name.wire).is_some();
    let before: Vec<&Param> = old.optional.iter().filter(|param| !is_argument(new, param)).collect();
    let after: Vec<&Param> = new.optional.iter().filter(|param| !is_argument(old, param)).collect();
    for pair in pairs(&before, &after, |param| &param.name) {
        match pair {
            Pair::Both(old, new) => setter(old, new, call, crates, report),
            Pair::Renamed(old, new) => {
                let (before, after) = (format!("{}()", old.name.rust), format!("{}()", new.name.rust));
                let path = ItemPath::call(call, &old.name.rust);
                report.push(Rule::ParameterRenamed, path, Some(&before), Some(&after));
                setter(old, new, call, crates, report);
            }
            Pair::Removed(old) => {
                report.removed(Rule::ParameterRemoved, ItemPath::call(call, &old.name.rust), &types::setter(old));
                report.alternative(&format!(".param({:?}, …)", old.name.wire));
            }
            Pair::Added(new) => {
                report.added(Rule::ParameterAdded, ItemPath::call(call, &new.name.rust), &types::setter(new));
            }
        }
    }
}

fn setter<'a>(old: &'a Param, new: &'a Param, call: &str, crates: &Crates<'a>, report: &mut Report) {
    let path = ItemPath::call(call, &new.name.rust);
    let start = report.len();
    if !crates.same_argument(old, new) {
        report.push(Rule::ParameterTypeChanged, path.clone(), Some(&types::setter(old)), Some(&types::setter(new)));
    }
    report.differ(Rule::WireNameChanged, path.clone(), &old.name.wire, &new.name.wire);
    wire::location(old, new, path.clone(), report);
    report.deprecation(path.clone(), old.deprecated, new.deprecated);
    report.documentation(path, old.docs == new.docs, start);
}

/// Returns the signature of a method:
/// `leave(room_id: &str, request: schemas::RoomLeaveRequest) -> schemas::Room`.
fn signature(method: &Method) -> String {
    let params = method.required.iter().map(|param| format!("{}: {}", param.name.rust, argument(param)));
    let body = method.body.iter().map(|body| format!("{}: {}", body.argument, written(&body.ty, false)));
    let arguments: Vec<String> = params.chain(body).collect();
    format!("{}({}) -> {}", method.function, arguments.join(", "), written(&method.response, false))
}
