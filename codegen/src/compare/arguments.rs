//! What callers give a method by position: required parameters, then the body.

use std::collections::BTreeSet;

use super::log::{Log, Spot};
use super::rules::Rule;
use super::types::{Both, argument, setter, written};
use super::wire;
use crate::ir::{Body, Method, Param};

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
    let old_keys: BTreeSet<_> = before.iter().map(|argument| argument.key()).collect();
    let new_keys: BTreeSet<_> = after.iter().map(|argument| argument.key()).collect();
    let renamed = renamed(&before, &after, (&old_keys, &new_keys), both);

    for (at, &argument) in before.iter().enumerate() {
        match after.iter().find(|other| other.key() == argument.key()) {
            Some(&other) => kept(argument, other, call, both, log),
            None if renamed.contains(&at) => {}
            None => match optional(new, argument) {
                Some(param) => {
                    let (before, after) = (argument_text(argument), setter(param));
                    let spot = argument.spot(call);
                    log.push(Rule::ParameterBecameOptional, spot, Some(&before), Some(&after));
                }
                None => log.removed(Rule::ArgumentRemoved, argument.spot(call), &argument.ty()),
            },
        }
    }
    for (at, &argument) in after.iter().enumerate().filter(|(_, argument)| !old_keys.contains(&argument.key())) {
        if let Some(&before) = before.get(at).filter(|_| renamed.contains(&at)) {
            log.push(Rule::ArgumentRenamed, argument.spot(call), Some(before.name()), Some(argument.name()));
            location(before, argument, call, log);
        } else if let Some(param) = optional(old, argument) {
            let (before, after) = (setter(param), argument_text(argument));
            let spot = argument.spot(call);
            log.push(Rule::ParameterBecameRequired, spot, Some(&before), Some(&after));
        } else {
            log.added(Rule::ArgumentAdded, argument.spot(call), &argument.ty());
        }
    }
    let order = |arguments: &[Argument<'_>], others: &BTreeSet<Option<&str>>| -> Vec<String> {
        let kept = arguments.iter().filter(|argument| others.contains(&argument.key()));
        kept.map(|argument| argument.name().to_owned()).collect()
    };
    let keys = |arguments: &[Argument<'a>], others: &BTreeSet<Option<&str>>| -> Vec<Option<&'a str>> {
        arguments.iter().map(|argument| argument.key()).filter(|key| others.contains(key)).collect()
    };
    if keys(&before, &new_keys) != keys(&after, &old_keys) {
        let (before, after) = (order(&before, &new_keys).join(", "), order(&after, &old_keys).join(", "));
        log.push(Rule::ArgumentsReordered, Spot::whole(call), Some(&before), Some(&after));
    }
}

/// Positions at which one parameter stands in for another of the same type, the list being as long as it was.
fn renamed<'a>(
    before: &[Argument<'a>],
    after: &[Argument<'a>],
    (old_keys, new_keys): (&BTreeSet<Option<&str>>, &BTreeSet<Option<&str>>),
    both: &Both<'a>,
) -> BTreeSet<usize> {
    if before.len() != after.len() {
        return BTreeSet::new();
    }
    let replaced = |(_, (old, new)): &(usize, (&Argument<'a>, &Argument<'a>))| {
        !new_keys.contains(&old.key()) && !old_keys.contains(&new.key()) && same(**old, **new, both)
    };
    before.iter().zip(after).enumerate().filter(replaced).map(|(at, _)| at).collect()
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
