//! Diffs the arguments of a method: required parameters, then the body.

use std::collections::BTreeSet;

use super::report::{ItemPath, Report};
use super::rules::Rule;
use super::types::{Crates, argument, setter, written};
use super::wire;
use crate::model::{Body, Method, Param};

/// An argument of a method.
#[derive(Clone, Copy)]
enum Argument<'a> {
    Param(&'a Param),
    Body(&'a Body),
}

impl<'a> Argument<'a> {
    /// Returns the key that identifies the argument in both crates: its wire name, or `None` for
    /// the body.
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

    fn path(self, call: &str) -> ItemPath {
        ItemPath::argument(call, self.name())
    }
}

fn all(method: &Method) -> Vec<Argument<'_>> {
    method.required.iter().map(Argument::Param).chain(method.body.iter().map(Argument::Body)).collect()
}

fn same<'a>(old: Argument<'a>, new: Argument<'a>, crates: &Crates<'a>) -> bool {
    match (old, new) {
        (Argument::Param(old), Argument::Param(new)) => crates.same_argument(old, new),
        (Argument::Body(old), Argument::Body(new)) => crates.same(&old.ty, &new.ty),
        _ => false,
    }
}

/// Returns the required parameter with this wire name.
pub(super) fn find<'a>(method: &'a Method, wire: &str) -> Option<&'a Param> {
    method.required.iter().find(|param| param.name.wire == wire)
}

fn optional<'a>(method: &'a Method, argument: Argument<'_>) -> Option<&'a Param> {
    method.optional.iter().find(|param| argument.key() == Some(param.name.wire.as_str()))
}

pub(super) fn diff<'a>(old: &'a Method, new: &'a Method, call: &str, crates: &Crates<'a>, report: &mut Report) {
    let (before, after) = (all(old), all(new));
    let renamed = renamed((old, &before), (new, &after), crates);
    for (index, &argument) in before.iter().enumerate() {
        if let Some(other) = find_same(&after, argument) {
            same_argument(argument, other, call, crates, report);
        } else if let Some(other) = after.get(index).filter(|_| renamed.contains(&index)) {
            report.push(Rule::ArgumentRenamed, argument.path(call), Some(argument.name()), Some(other.name()));
            location(argument, *other, call, report);
        } else if let Some(param) = optional(new, argument) {
            let (before, after) = (declaration(argument), setter(param));
            report.push(Rule::ParameterBecameOptional, argument.path(call), Some(&before), Some(&after));
        } else {
            report.removed(Rule::ArgumentRemoved, argument.path(call), &argument.ty());
        }
    }
    for (index, &argument) in after.iter().enumerate() {
        if find_same(&before, argument).is_some() || renamed.contains(&index) {
            continue;
        }
        if let Some(param) = optional(old, argument) {
            let (before, after) = (setter(param), declaration(argument));
            report.push(Rule::ParameterBecameRequired, argument.path(call), Some(&before), Some(&after));
        } else {
            report.added(Rule::ArgumentAdded, argument.path(call), &argument.ty());
        }
    }
    let (before, after) = (in_both(&before, &after), in_both(&after, &before));
    if !before.iter().map(|argument| argument.key()).eq(after.iter().map(|argument| argument.key())) {
        let names = |list: &[Argument<'_>]| list.iter().map(|argument| argument.name()).collect::<Vec<_>>().join(", ");
        report.push(Rule::ArgumentsReordered, ItemPath::owner(call), Some(&names(&before)), Some(&names(&after)));
    }
}

fn find_same<'a>(arguments: &[Argument<'a>], argument: Argument<'_>) -> Option<Argument<'a>> {
    arguments.iter().copied().find(|other| other.key() == argument.key())
}

/// Returns the arguments that are in both lists.
fn in_both<'a>(arguments: &[Argument<'a>], others: &[Argument<'_>]) -> Vec<Argument<'a>> {
    arguments.iter().copied().filter(|argument| find_same(others, *argument).is_some()).collect()
}

/// Returns the positions at which a parameter was replaced by a new one of the same type. Empty if
/// the number of arguments changed.
fn renamed<'a>(
    (old, before): (&Method, &[Argument<'a>]),
    (new, after): (&Method, &[Argument<'a>]),
    crates: &Crates<'a>,
) -> BTreeSet<usize> {
    if before.len() != after.len() {
        return BTreeSet::new();
    }
    let is_unrelated = |argument: Argument<'_>, arguments: &[Argument<'_>], method: &Method| {
        find_same(arguments, argument).is_none() && optional(method, argument).is_none()
    };
    let pairs = before.iter().copied().zip(after.iter().copied()).enumerate();
    let replaced = pairs.filter(|&(_, (removed, added))| {
        is_unrelated(removed, after, new) && is_unrelated(added, before, old) && same(removed, added, crates)
    });
    replaced.map(|(index, _)| index).collect()
}

fn same_argument<'a>(old: Argument<'a>, new: Argument<'a>, call: &str, crates: &Crates<'a>, report: &mut Report) {
    if !same(old, new, crates) {
        report.push(Rule::ArgumentTypeChanged, new.path(call), Some(&old.ty()), Some(&new.ty()));
    }
    location(old, new, call, report);
    if let (Argument::Param(old), Argument::Param(param)) = (old, new) {
        report.deprecation(new.path(call), old.deprecated, param.deprecated);
    }
}

fn location(old: Argument<'_>, new: Argument<'_>, call: &str, report: &mut Report) {
    if let (Argument::Param(old), Argument::Param(param)) = (old, new) {
        wire::location(old, param, new.path(call), report);
    }
}

fn declaration(argument: Argument<'_>) -> String {
    format!("{}: {}", argument.name(), argument.ty())
}
