//! The state of rules, and how requests are matched with them.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use super::difference::first_difference;
use super::received::ReceivedCall;
use super::reply::Reply;
use super::secrets::is_secret_name;
use crate::descriptor::MethodDescriptor;
use crate::printable::Printable;
use crate::request::REQUEST_ID;
use crate::wire::Json;

type Predicate = Arc<dyn Fn(&Arc<ReceivedCall>) -> bool + Send + Sync>;
type Compute = Arc<dyn Fn(&Arc<ReceivedCall>) -> Reply + Send + Sync>;

/// The maximum number of methods that an error lists.
const MAX_LISTED: usize = 8;

/// A condition that a request must fulfill.
pub(super) enum Condition {
    Value(String, String),
    NoValue(String),
    Message(Json),
    Custom(Predicate),
}

/// Where a reply comes from.
#[derive(Clone)]
pub(super) enum Source {
    Fixed(Arc<Reply>),
    Computed(Compute),
}

/// A reply, and for how many requests it is used.
#[derive(Default)]
pub(super) struct Step {
    pub(super) source: Option<Source>,
    pub(super) limit: Option<usize>,
    pub(super) delay: Option<Duration>,
    used: usize,
}

/// The reply to one request.
#[derive(Clone)]
pub(super) struct Selected {
    source: Source,
    delay: Option<Duration>,
    pub(super) call: Arc<ReceivedCall>,
}

impl Selected {
    /// Computes the reply. This runs code of the caller, so no lock may be held.
    pub(super) fn reply(&self) -> Reply {
        let reply = match &self.source {
            Source::Fixed(reply) => Reply::clone(reply),
            Source::Computed(compute) => compute(&self.call),
        };
        match self.delay {
            Some(delay) => reply.after(delay),
            None => reply,
        }
    }
}

/// A rule, whatever the types of its method.
pub(super) struct RuleState {
    pub(super) method: &'static MethodDescriptor,
    conditions: Vec<Arc<Condition>>,
    /// The last step is separate, because there is always one.
    earlier: Vec<Step>,
    last: Step,
}

impl RuleState {
    pub(super) fn new(method: &'static MethodDescriptor) -> Self {
        Self { method, conditions: Vec::new(), earlier: Vec::new(), last: Step::default() }
    }

    pub(super) fn require(&mut self, condition: Condition) {
        self.conditions.push(Arc::new(condition));
    }

    pub(super) fn last_step(&mut self) -> &mut Step {
        &mut self.last
    }

    pub(super) fn add_step(&mut self) {
        self.earlier.push(std::mem::take(&mut self.last));
    }

    /// Returns the step for the next request, unless all of them are used up.
    fn current(&mut self) -> Option<&mut Step> {
        let earlier = self.earlier.iter_mut().find(|step| step.used < step.limit.unwrap_or(1));
        let last = Some(&mut self.last).filter(|step| step.limit.is_none_or(|limit| step.used < limit));
        earlier.or(last)
    }

    /// Returns the fixed reply for the next request.
    pub(super) fn fixed_reply(&mut self) -> Option<&Reply> {
        match self.current()?.source.as_ref()? {
            Source::Fixed(reply) => Some(reply),
            Source::Computed(_) => None,
        }
    }

    /// Uses the step for the next request.
    pub(super) fn select(&mut self, call: Arc<ReceivedCall>) -> Result<Selected, String> {
        let description = self.description();
        let step = self.current().ok_or_else(|| format!("all replies of the rule for {description} are used up"))?;
        step.used += 1;
        let source = step.source.clone().ok_or_else(|| format!("the rule for {description} has no reply"))?;
        Ok(Selected { source, delay: step.delay, call })
    }

    /// Returns the conditions that a request must fulfill.
    pub(super) fn conditions(&self) -> &[Arc<Condition>] {
        &self.conditions
    }

    /// Describes how often the rule was used, if it has no reply left.
    fn used_up(&mut self) -> Option<String> {
        if self.current().is_some() {
            return None;
        }
        let used: usize = self.earlier.iter().map(|step| step.used).sum::<usize>() + self.last.used;
        Some(format!("it has been used {used} of {used} times"))
    }

    /// Describes the rule: its method and its conditions.
    pub(super) fn description(&self) -> String {
        let mut text = format!("`{}`", self.method.id());
        for (index, condition) in self.conditions.iter().enumerate() {
            text.push_str(if index == 0 { " with " } else { ", " });
            let _ = match &**condition {
                Condition::Value(name, value) => write!(text, "{} = {:?}", Printable(name), Printable(value)),
                Condition::NoValue(name) => write!(text, "no {}", Printable(name)),
                Condition::Message(_) => write!(text, "a message"),
                Condition::Custom(_) => write!(text, "a condition"),
            };
        }
        text
    }

    /// Describes how often the rule was used, if that is too rarely.
    pub(super) fn unused(&self) -> Option<String> {
        let steps = || self.earlier.iter().chain([&self.last]);
        let sum = |count: fn(&Step) -> usize| steps().map(count).fold(0, usize::saturating_add);
        let expected = sum(|step| step.limit.unwrap_or(1));
        let used = sum(|step| step.used.min(step.limit.unwrap_or(1)));
        (used < expected).then(|| format!("the rule for {} was used {used} of {expected} times", self.description()))
    }
}

impl Condition {
    /// Returns the reason for which a request does not fulfill the condition. This runs code of the
    /// caller, so no lock may be held.
    pub(super) fn mismatch(&self, call: &Arc<ReceivedCall>) -> Option<String> {
        match self {
            Self::Value(name, value) => {
                let actual = call.values(name);
                (!actual.contains(value)).then(|| display_values(name, actual))
            }
            Self::NoValue(name) => {
                let actual = call.values(name);
                (!actual.is_empty()).then(|| display_values(name, actual))
            }
            Self::Message(expected) => message_mismatch(expected, call),
            Self::Custom(condition) => (!condition(call)).then(|| "the condition of `when` is not met".to_owned()),
        }
    }
}

fn display_values(name: &str, actual: &[String]) -> String {
    let shown = Printable(name);
    match actual {
        [] => format!("`{shown}` is missing"),
        _ if is_secret_name(name) => format!("`{shown}` has another value"),
        _ => format!("`{shown}` is {:?}", Printable(actual.join(","))),
    }
}

fn message_mismatch(expected: &Json, call: &ReceivedCall) -> Option<String> {
    let Some(message) = &call.message else { return Some("the request has no message".to_owned()) };
    let Ok(mut actual) = serde_json::from_slice::<Json>(message) else {
        return Some("the body is not JSON".to_owned());
    };
    if let (Json::Object(members), Json::Object(expected)) = (&mut actual, expected)
        && call.method.has_request_id()
        && !expected.contains_key(REQUEST_ID)
    {
        members.remove(REQUEST_ID);
    }
    first_difference(expected, &actual, |expected, actual| expected == actual)
}

/// The rule of a method that differs the least from a request, for the text of an error.
pub(super) struct Nearest {
    method: &'static MethodDescriptor,
    /// The reasons for which the rule does not match, and its description.
    rule: Option<(Vec<String>, String)>,
}

impl Nearest {
    pub(super) fn new(method: &'static MethodDescriptor) -> Self {
        Self { method, rule: None }
    }

    /// Returns `true` if a rule with these mismatches answers the request.
    pub(super) fn matches(&mut self, rule: &mut RuleState, mut mismatches: Vec<String>) -> bool {
        mismatches.extend(rule.used_up());
        if mismatches.is_empty() {
            return true;
        }
        if self.rule.as_ref().is_none_or(|(fewest, _)| mismatches.len() < fewest.len()) {
            self.rule = Some((mismatches, rule.description()));
        }
        false
    }

    /// Returns the text of the error of a request that none of the rules answers.
    pub(super) fn error(self, rules: &[RuleState]) -> String {
        let id = self.method.id();
        match self.rule {
            Some((mismatches, rule)) => {
                let why = mismatches.join(", ");
                format!("no rule matches a request of `{id}`; the nearest one is for {rule}, but {why}")
            }
            None => format!("no rule for `{id}`; {}", display_methods(rules)),
        }
    }
}

fn display_methods(rules: &[RuleState]) -> String {
    let mut ids: Vec<&str> = rules.iter().map(|rule| rule.method.id()).collect();
    ids.sort_unstable();
    ids.dedup();
    let more = if ids.len() > MAX_LISTED { ", …" } else { "" };
    let listed: Vec<String> = ids.iter().take(MAX_LISTED).map(|id| format!("`{id}`")).collect();
    format!("there are rules for {}{more}", listed.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes");
    const LIST: MethodDescriptor = MethodDescriptor::new("notes.list", "GET", "notes");

    #[test]
    fn counts_as_many_uses_as_a_rule_can_have() {
        let mut rule = RuleState::new(&GET);
        rule.last_step().limit = Some(usize::MAX);
        rule.add_step();
        let expected = format!("the rule for `notes.get` was used 0 of {} times", usize::MAX);
        assert_eq!(rule.unused(), Some(expected));
    }

    #[test]
    fn lists_each_method_once() {
        let rules = [&LIST, &GET, &LIST].map(RuleState::new);
        assert_eq!(display_methods(&rules), "there are rules for `notes.get`, `notes.list`");
    }
}
