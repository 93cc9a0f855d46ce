//! The methods of one resource: functions, request builders and their setters.

use super::log::{Log, Spot};
use super::pairs::{Pair, pairs};
use super::rules::Rule;
use super::types::{Both, argument, written};
use super::{arguments, functions, types, wire};
use crate::model::{Docs, Method, Name, Param};

pub(super) fn compare<'a>(old: &'a [Method], new: &'a [Method], resource: &str, both: &Both<'a>, log: &mut Log) {
    let (old, new) = (named(old), named(new));
    for pair in pairs(&old, &new, |method| &method.name) {
        match pair {
            Pair::Both(old, new) => method(old.method, new.method, resource, both, log),
            Pair::Renamed(old, new) => {
                let (before, after) = (format!("{}()", old.name.rust), format!("{}()", new.name.rust));
                let spot = Spot::call(resource, &old.name.rust);
                log.push(Rule::MethodRenamed, spot, Some(&before), Some(&after));
                method(old.method, new.method, resource, both, log);
            }
            Pair::Removed(old) => {
                log.removed(Rule::MethodRemoved, Spot::call(resource, &old.name.rust), &signature(old.method));
            }
            Pair::Added(new) => {
                log.added(Rule::MethodAdded, Spot::call(resource, &new.name.rust), &signature(new.method));
            }
        }
    }
}

/// A method under its two names; on the wire that is its id.
struct Named<'a> {
    name: Name,
    method: &'a Method,
}

fn named(methods: &[Method]) -> Vec<Named<'_>> {
    let name = |method: &Method| Name { wire: method.id.clone(), rust: method.function.clone() };
    methods.iter().map(|method| Named { name: name(method), method }).collect()
}

fn method<'a>(old: &'a Method, new: &'a Method, resource: &str, both: &Both<'a>, log: &mut Log) {
    let spot = Spot::call(resource, &new.function);
    let call = spot.place();
    let start = log.len();
    log.differ(Rule::BuilderRenamed, Spot::whole(call), &old.builder, &new.builder);
    arguments::compare(old, new, call, both, log);
    setters(old, new, call, both, log);
    functions::compare(old, new, call, both, log);
    if !both.same(&old.response, &new.response) {
        let (before, after) = (written(&old.response, false), written(&new.response, false));
        log.push(Rule::ResponseChanged, Spot::whole(call), Some(&before), Some(&after));
    }
    wire::compare(old, new, call, both, log);
    log.deprecation(Spot::whole(call), old.deprecated, new.deprecated);
    let same = documentation(old) == documentation(new);
    log.documentation(Spot::whole(call), same, start);
}

/// Returns everything that only a method's documentation mentions. Arguments have no documentation of their own.
fn documentation(method: &Method) -> (&Docs, Vec<&Docs>, bool) {
    let arguments = method.required.iter().map(|param| &param.docs).collect();
    (&method.docs, arguments, method.media.subscription)
}

/// Those that are setters in both crates, or in one and nothing at all in the other: what is an argument in one is the
/// arguments' business.
fn setters<'a>(old: &'a Method, new: &'a Method, call: &str, both: &Both<'a>, log: &mut Log) {
    let is_argument = |method: &Method, param: &Param| arguments::find(method, &param.name.wire).is_some();
    let before: Vec<&Param> = old.optional.iter().filter(|param| !is_argument(new, param)).collect();
    let after: Vec<&Param> = new.optional.iter().filter(|param| !is_argument(old, param)).collect();
    for pair in pairs(&before, &after, |param| &param.name) {
        match pair {
            Pair::Both(old, new) => setter(old, new, call, both, log),
            Pair::Renamed(old, new) => {
                let (before, after) = (format!("{}()", old.name.rust), format!("{}()", new.name.rust));
                let spot = Spot::call(call, &old.name.rust);
                log.push(Rule::ParameterRenamed, spot, Some(&before), Some(&after));
                setter(old, new, call, both, log);
            }
            Pair::Removed(old) => {
                log.removed(Rule::ParameterRemoved, Spot::call(call, &old.name.rust), &types::setter(old));
            }
            Pair::Added(new) => log.added(Rule::ParameterAdded, Spot::call(call, &new.name.rust), &types::setter(new)),
        }
    }
}

fn setter<'a>(old: &'a Param, new: &'a Param, call: &str, both: &Both<'a>, log: &mut Log) {
    let spot = Spot::call(call, &new.name.rust);
    let start = log.len();
    if !both.same_argument(old, new) {
        log.push(Rule::ParameterTypeChanged, spot.clone(), Some(&types::setter(old)), Some(&types::setter(new)));
    }
    log.differ(Rule::WireNameChanged, spot.clone(), &old.name.wire, &new.name.wire);
    wire::location(old, new, spot.clone(), log);
    log.deprecation(spot.clone(), old.deprecated, new.deprecated);
    log.documentation(spot, old.docs == new.docs, start);
}

/// `leave(room_id: &str, request: schemas::RoomLeaveRequest) -> schemas::Room`.
fn signature(method: &Method) -> String {
    let params = method.required.iter().map(|param| format!("{}: {}", param.name.rust, argument(param)));
    let body = method.body.iter().map(|body| format!("{}: {}", body.argument, written(&body.ty, false)));
    let arguments: Vec<String> = params.chain(body).collect();
    format!("{}({}) -> {}", method.function, arguments.join(", "), written(&method.response, false))
}
