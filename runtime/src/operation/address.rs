//! Where an operation can be polled: the method that returns it, and the values of its path
//! variables.
//!
//! Operations are identified in two ways. `google.longrunning.Operation` has the name of a
//! resource, which contains everything: `projects/p/locations/l/operations/o`. Other operations
//! only have a short name, and the rest is in their link, in their fields (`zone`), or in the
//! request that started them.

use percent_encoding::percent_decode_str;

use super::snapshot::Snapshot;
use crate::descriptor::PollDescriptor;
use crate::request::path_template::{Expression, Operator};

/// The value of a path variable.
pub(super) type Variable = (&'static str, String);

/// The method that returns an operation, and the variables of its path.
#[derive(Clone, Debug)]
pub(super) struct Address {
    pub(super) poll: &'static PollDescriptor,
    pub(super) variables: Vec<Variable>,
}

impl Address {
    /// Finds the address of an operation that a server returned. `arguments` returns the path
    /// variables of the call that started it.
    pub(super) fn of_snapshot(
        polls: &'static [PollDescriptor],
        snapshot: &Snapshot,
        arguments: impl Fn(&str) -> Option<String>,
    ) -> Option<Self> {
        let id = snapshot.text("name").or_else(|| snapshot.text("id"))?;
        if id.contains('/') {
            return Self::of_name(polls, &id);
        }
        let link = snapshot.text("selfLink");
        if let Some(address) = link.and_then(|link| best(polls, |template| match_link(template, &link))) {
            return Some(address);
        }
        // The operation's own fields are more reliable than the arguments of the call: an
        // operation may be global although the resource is not.
        let value = |variable: &str| {
            let field = snapshot.text(variable);
            field.map(|field| last_segment(&field).to_owned()).or_else(|| arguments(variable))
        };
        best(polls, |template| bind(template, &id, value))
    }

    /// Finds the address of an operation by its name.
    pub(super) fn of_name(polls: &'static [PollDescriptor], name: &str) -> Option<Self> {
        best(polls, |template| match_name(template, name))
    }

    /// Returns the name of the operation, from which [`of_name`](Self::of_name) finds the same
    /// address.
    pub(super) fn name(&self) -> String {
        let segments = segments(self.poll.get.path());
        let first_variable = segments.iter().position(|segment| !matches!(segment, Segment::Literal(_)));
        let start = match segments.get(first_variable.unwrap_or_default()) {
            Some(Segment::Reserved(_)) => first_variable.unwrap_or_default(),
            _ => first_variable.unwrap_or_default().saturating_sub(1),
        };
        let name = segments.iter().skip(start).map(|segment| match segment {
            Segment::Literal(text) => *text,
            Segment::Variable(variable) | Segment::Reserved(variable) => self.variable(variable),
        });
        name.collect::<Vec<_>>().join("/")
    }

    fn variable(&self, name: &str) -> &str {
        self.variables.iter().find(|(variable, _)| *variable == name).map_or("", |(_, value)| value.as_str())
    }
}

/// Returns the address with the most variables: the most specific method that fits.
fn best(
    polls: &'static [PollDescriptor],
    variables: impl Fn(&'static str) -> Option<Vec<Variable>>,
) -> Option<Address> {
    let fitting = polls.iter().filter_map(|poll| Some(Address { poll, variables: variables(poll.get.path())? }));
    // `max_by_key` returns the last maximum; the first one is the first in the document.
    fitting.reduce(|best, next| if next.variables.len() > best.variables.len() { next } else { best })
}

/// A segment of a path template.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Segment {
    Literal(&'static str),
    /// `{x}`
    Variable(&'static str),
    /// `{+x}`, which may be several segments of a path.
    Reserved(&'static str),
}

fn segments(template: &'static str) -> Vec<Segment> {
    let segment = |text: &'static str| {
        let Some(expression) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) else {
            return Segment::Literal(text);
        };
        match Expression::parse(expression) {
            Expression { operator: Operator::Simple, name } => Segment::Variable(name),
            Expression { operator: Operator::Reserved | Operator::Segments, name } => Segment::Reserved(name),
        }
    };
    template.split('/').filter(|text| !text.is_empty()).map(segment).collect()
}

/// Matches a name such as `projects/p/zones/z/operations/o`, or `operations/o`, against the end of
/// a template. What remains of the template must not contain variables.
fn match_name(template: &'static str, name: &str) -> Option<Vec<Variable>> {
    let template = segments(template);
    let mut name: Vec<&str> = name.split('/').collect();
    if name.len() < 2 || name.contains(&"") {
        return None;
    }
    let mut variables = Vec::new();
    let mut template = template.iter().rev();
    while !name.is_empty() {
        match template.next()? {
            Segment::Reserved(variable) => variables.push((*variable, std::mem::take(&mut name).join("/"))),
            Segment::Variable(variable) => variables.push((*variable, name.pop()?.to_owned())),
            Segment::Literal(text) if name.pop()? == *text => {}
            Segment::Literal(_) => return None,
        }
    }
    template.all(|segment| matches!(segment, Segment::Literal(_))).then_some(variables)
}

/// Matches the end of a URL's path against the whole template. The rest of the URL is ignored: its
/// host may be another one.
pub(super) fn match_link(template: &'static str, link: &str) -> Option<Vec<Variable>> {
    let template = segments(template);
    if !matches!(template.first(), Some(Segment::Literal(_))) {
        return None;
    }
    let path = link.split(['?', '#']).next().unwrap_or_default();
    let path: Option<Vec<String>> = path
        .split('/')
        .map(|segment| percent_decode_str(segment).decode_utf8().ok().map(std::borrow::Cow::into_owned))
        .collect();
    let path = path?;
    (0..path.len()).find_map(|start| match_all(&template, path.get(start..)?))
}

/// Matches segments of a path against all segments of a template.
fn match_all(template: &[Segment], path: &[String]) -> Option<Vec<Variable>> {
    let mut variables = Vec::new();
    let mut path = path.iter();
    for (index, segment) in template.iter().enumerate() {
        match segment {
            Segment::Literal(text) if path.next()? == text => {}
            Segment::Literal(_) => return None,
            Segment::Variable(variable) => {
                variables.push((*variable, path.next().filter(|value| !value.is_empty())?.clone()));
            }
            Segment::Reserved(variable) => {
                let rest: Vec<&str> = path.by_ref().map(String::as_str).collect();
                if rest.is_empty() || index + 1 < template.len() {
                    return None;
                }
                variables.push((*variable, rest.join("/")));
            }
        }
    }
    path.next().is_none().then_some(variables)
}

/// Binds the last variable of a template to the short name of an operation, and the others to the
/// values that are known by their names.
fn bind(template: &'static str, id: &str, value: impl Fn(&str) -> Option<String>) -> Option<Vec<Variable>> {
    let segments = segments(template);
    let Some((Segment::Variable(last), rest)) = segments.split_last() else { return None };
    let mut variables = vec![(*last, id.to_owned())];
    for segment in rest {
        if let Segment::Variable(variable) | Segment::Reserved(variable) = segment {
            variables.push((*variable, value(variable)?));
        }
    }
    Some(variables)
}

/// Returns the path of a URL below the service path of an API.
pub(super) fn path_of_link(link: &str, service_path: &str) -> Option<String> {
    let (_, rest) = link.split_once("://")?;
    let (_, path) = rest.split(['?', '#']).next()?.split_once('/')?;
    let path = if service_path.is_empty() { path } else { path.split_once(service_path)?.1 };
    (!path.is_empty()).then(|| path.to_owned())
}

/// Returns the variables of a template, in order.
pub(super) fn variables(template: &'static str) -> impl Iterator<Item = &'static str> {
    segments(template).into_iter().filter_map(|segment| match segment {
        Segment::Literal(_) => None,
        Segment::Variable(name) | Segment::Reserved(name) => Some(name),
    })
}

/// Returns the last segment of a URL, or a text without slashes unchanged.
fn last_segment(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPUTE: &[PollDescriptor] = &[
        PollDescriptor::new("locations.get", "locations/global/operations/{operation}"),
        PollDescriptor::new("global.get", "projects/{project}/global/operations/{operation}"),
        PollDescriptor::new("regions.get", "projects/{project}/regions/{region}/operations/{operation}"),
        PollDescriptor::new("zones.get", "projects/{project}/zones/{zone}/operations/{operation}"),
        PollDescriptor::new("folders.get", "{+folder}/global/operations/{operation}"),
    ];
    const APPS: &[PollDescriptor] = &[
        PollDescriptor::new("apps.get", "v1/apps/{appsId}/operations/{operationsId}"),
        PollDescriptor::new("projects.get", "v1/projects/{projectsId}/operations/{operationsId}"),
    ];
    const NAMES: &[PollDescriptor] = &[PollDescriptor::new("get", "v1/{+name}")];
    const CLUSTERS: &[PollDescriptor] = &[
        PollDescriptor::new("zones.get", "v1/projects/{projectId}/zones/{zone}/operations/{operationId}"),
        PollDescriptor::new("locations.get", "v1/{+name}"),
    ];

    fn found(address: Option<Address>) -> Option<(&'static str, String)> {
        address.map(|address| (address.poll.get.id(), address.name()))
    }

    fn by_name(polls: &'static [PollDescriptor], name: &str) -> Option<(&'static str, String)> {
        found(Address::of_name(polls, name))
    }

    fn by_message(polls: &'static [PollDescriptor], message: &str) -> Option<(&'static str, String)> {
        let snapshot = Snapshot::parse(message.into()).expect("a JSON object");
        let arguments = |name: &str| {
            let known = [("project", "p"), ("projectId", "p"), ("zone", "z")];
            known.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        found(Address::of_snapshot(polls, &snapshot, arguments))
    }

    #[test]
    fn finds_the_method_for_a_name_and_the_name_for_a_method() {
        for (polls, name, id) in [
            (NAMES, "operations/abc", "get"),
            (NAMES, "projects/p/locations/l/operations/abc", "get"),
            (APPS, "apps/a/operations/abc", "apps.get"),
            (APPS, "projects/p/operations/abc", "projects.get"),
            (COMPUTE, "projects/p/zones/z/operations/o", "zones.get"),
            (COMPUTE, "projects/p/regions/r/operations/o", "regions.get"),
            (COMPUTE, "projects/p/global/operations/o", "global.get"),
            (COMPUTE, "folders/f/global/operations/o", "folders.get"),
            (COMPUTE, "operations/o", "locations.get"),
        ] {
            assert_eq!(by_name(polls, name), Some((id, name.to_owned())), "{name}");
        }
    }

    #[test]
    fn finds_no_method_for_names_of_other_resources() {
        for (polls, name) in [
            (NAMES, "abc"),
            (NAMES, ""),
            (NAMES, "operations/"),
            (APPS, "folders/f/operations/abc"),
            (APPS, "apps/a/b/operations/abc"),
            (COMPUTE, "projects/p/zones/z/disks/d"),
        ] {
            assert_eq!(by_name(polls, name), None, "{name}");
        }
    }

    #[test]
    fn uses_the_link_of_an_operation() {
        for (polls, link, id, name) in [
            (
                COMPUTE,
                "https://www.example/compute/v1/projects/q/zones/y/operations/o",
                "zones.get",
                "projects/q/zones/y/operations/o",
            ),
            (
                COMPUTE,
                "https://www.example/compute/v1/projects/q/global/operations/o?a=b",
                "global.get",
                "projects/q/global/operations/o",
            ),
            (
                CLUSTERS,
                "https://c.example/v1/projects/1/zones/y/operations/o",
                "zones.get",
                "projects/1/zones/y/operations/o",
            ),
            (
                CLUSTERS,
                "https://c.example/v1/projects/1/locations/l/operations/o",
                "locations.get",
                "projects/1/locations/l/operations/o",
            ),
        ] {
            let message = format!(r#"{{"name":"o","selfLink":"{link}","zone":"other"}}"#);
            assert_eq!(by_message(polls, &message), Some((id, name.to_owned())), "{link}");
        }
    }

    #[test]
    fn uses_fields_and_arguments_without_a_link() {
        for (message, expected) in [
            (r#"{"name":"o","zone":"https://www.example/zones/y"}"#, "projects/p/zones/y/operations/o"),
            (r#"{"name":"o"}"#, "projects/p/zones/z/operations/o"),
            (r#"{"id":"o","selfLink":"https://www.example/unrelated"}"#, "projects/p/zones/z/operations/o"),
        ] {
            assert_eq!(by_message(COMPUTE, message), Some(("zones.get", expected.to_owned())), "{message}");
        }
        assert_eq!(
            by_message(CLUSTERS, r#"{"name":"o"}"#),
            Some(("zones.get", "projects/p/zones/z/operations/o".to_owned()))
        );
        assert_eq!(by_message(NAMES, r#"{"name":"o"}"#), None);
        assert_eq!(by_message(COMPUTE, "{}"), None);
    }
}
