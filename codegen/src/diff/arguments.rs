//! What callers give a method by position: required parameters, then the body.

use std::collections::BTreeSet;

use super::log::{Log, Spot};
use super::rules::Rule;
use super::types::{Both, argument, setter, written};
use super::wire;
use crate::model::{Body, Method, Param};

/// An argument of a function.
#[derive(Clone, Copy)]
enum Argument<'a> {
    Param(&'a Param),
    Body(&'a Body),
}

impl<'a> Argument<'a> {
    /// What it is known by, whatever it is called: there is one body.
    fn key(self) -> Option<&'a str> {
        match self {
            Self::Param(param) => Some(&param.name.wire),
            Self::Body(_) => None,
        }
    }

    fn name(self) -> &'a str {
        match self {
            Self::Param(param) => &param.name.rust,
            Self::Body(body) => &body.argument,
        }
    }

    fn ty(self) -> String {
        match self {
            Self::Param(param) => argument(param),
            Self::Body(body) => written(&body.ty, false),
        }
    }

    fn spot(self, call: &str) -> Spot {
        Spot::argument(call, self.name())
    }
}

fn all(method: &Method) -> Vec<Argument<'_>> {
    method.required.iter().map(Argument::Param).chain(method.body.iter().map(Argument::Body)).collect()
}

fn same<'a>(old: Argument<'a>, new: Argument<'a>, both: &Both<'a>) -> bool {
    match (old, new) {
        (Argument::Param(old), Argument::Param(new)) => both.same_argument(old, new),
        (Argument::Body(old), Argument::Body(new)) => both.same(&old.ty, &new.ty),
        _ => false,
    }
}

/// The method's argument of this wire name.
pub(super) fn find<'a>(method: &'a Method, wire: &str) -> Option<&'a Param> {
    method.required.iter().find(|param| param.name.wire == wire)
}

fn optional<'a>(method: &'a Method, argument: Argument<'_>) -> Option<&'a Param> {
    method.optional.iter().find(|param| argument.key() == Some(param.name.wire.as_str()))
}

pub(super) fn compare<'a>(old: &'a Method, new: &'a Method, call: &str, both: &Both<'a>, log: &mut Log) {
    let (before, after) = (all(old), all(new));
    let renamed = renamed((old, &before), (new, &after), both);
    for (at, &argument) in before.iter().enumerate() {
        if let Some(other) = of_key(&after, argument) {
            kept(argument, other, call, both, log);
        } else if let Some(other) = after.get(at).filter(|_| renamed.contains(&at)) {
            log.push(Rule::ArgumentRenamed, argument.spot(call), Some(argument.name()), Some(other.name()));
            location(argument, *other, call, log);
        } else if let Some(param) = optional(new, argument) {
            let (before, after) = (argument_text(argument), setter(param));
            log.push(Rule::ParameterBecameOptional, argument.spot(call), Some(&before), Some(&after));
        } else {
            log.removed(Rule::ArgumentRemoved, argument.spot(call), &argument.ty());
        }
    }
    for (at, &argument) in after.iter().enumerate() {
        if of_key(&before, argument).is_some() || renamed.contains(&at) {
            continue;
        }
        if let Some(param) = optional(old, argument) {
            let (before, after) = (setter(param), argument_text(argument));
            log.push(Rule::ParameterBecameRequired, argument.spot(call), Some(&before), Some(&after));
        } else {
            log.added(Rule::ArgumentAdded, argument.spot(call), &argument.ty());
        }
    }
    let (before, after) = (in_both(&before, &after), in_both(&after, &before));
    if !before.iter().map(|argument| argument.key()).eq(after.iter().map(|argument| argument.key())) {
        let names = |list: &[Argument<'_>]| list.iter().map(|argument| argument.name()).collect::<Vec<_>>().join(", ");
        log.push(Rule::ArgumentsReordered, Spot::whole(call), Some(&names(&before)), Some(&names(&after)));
    }
}

fn of_key<'a>(arguments: &[Argument<'a>], wanted: Argument<'_>) -> Option<Argument<'a>> {
    arguments.iter().copied().find(|argument| argument.key() == wanted.key())
}

/// The arguments that the other list has too.
fn in_both<'a>(arguments: &[Argument<'a>], others: &[Argument<'_>]) -> Vec<Argument<'a>> {
    arguments.iter().copied().filter(|argument| of_key(others, *argument).is_some()).collect()
}

/// Positions at which a new parameter stands in for one that went, of the same type, the list being as long as it was.
fn renamed<'a>(
    (old, before): (&Method, &[Argument<'a>]),
    (new, after): (&Method, &[Argument<'a>]),
    both: &Both<'a>,
) -> BTreeSet<usize> {
    if before.len() != after.len() {
        return BTreeSet::new();
    }
    let unknown = |argument: Argument<'_>, arguments: &[Argument<'_>], method: &Method| {
        of_key(arguments, argument).is_none() && optional(method, argument).is_none()
    };
    let pairs = before.iter().copied().zip(after.iter().copied()).enumerate();
    let replaced = pairs
        .filter(|&(_, (gone, come))| unknown(gone, after, new) && unknown(come, before, old) && same(gone, come, both));
    replaced.map(|(at, _)| at).collect()
}

fn kept<'a>(old: Argument<'a>, new: Argument<'a>, call: &str, both: &Both<'a>, log: &mut Log) {
    if !same(old, new, both) {
        log.push(Rule::ArgumentTypeChanged, new.spot(call), Some(&old.ty()), Some(&new.ty()));
    }
    location(old, new, call, log);
    if let (Argument::Param(old), Argument::Param(param)) = (old, new) {
        log.deprecation(new.spot(call), old.deprecated, param.deprecated);
    }
}

fn location(old: Argument<'_>, new: Argument<'_>, call: &str, log: &mut Log) {
    if let (Argument::Param(old), Argument::Param(param)) = (old, new) {
        wire::location(old, param, new.spot(call), log);
    }
}

fn argument_text(argument: Argument<'_>) -> String {
    format!("{}: {}", argument.name(), argument.ty())
}
