//! The documentation of generated items: the document's descriptions, and what the document states
//! apart from them.

use super::ident::plain;
use super::root_path::RootPath;
use crate::markdown::{LinkBase, cell, clean, code, escape, lead, one_line, wrap};
use crate::model::{Api, Docs, Item, MemberDocs, Method, Name, Param, Resource, Scope, Shared, Upload, Variant};

/// Writes rustdoc for one crate.
pub(super) struct Rustdoc<'a> {
    /// The root of the generated code, for links.
    pub(super) root_path: &'a RootPath,
    /// Resolves the relative links of descriptions.
    links: LinkBase,
    /// The URL that precedes the methods' paths.
    base_url: String,
}

impl<'a> Rustdoc<'a> {
    pub(super) fn new(api: &Api, root_path: &'a RootPath) -> Self {
        Self {
            root_path,
            links: LinkBase::new(api.documentation_link.as_deref()),
            base_url: format!("{}{}", api.root_url, api.service_path),
        }
    }

    /// Returns a description as Markdown.
    pub(super) fn text(&self, text: &str) -> Vec<String> {
        clean(text, &self.links)
    }

    /// Returns a title as Markdown in one line.
    pub(super) fn title(&self, title: &str) -> String {
        escape(&one_line(title), &self.links)
    }

    /// Documents the definition of a type.
    pub(super) fn definition(&self, item: &Item) -> Vec<String> {
        let mut lines = self.item(&item.docs);
        let about = "Shared type: the document repeats this definition, and each repetition is an alias of it.";
        paragraph(&mut lines, item.is_introduced.then(|| about.to_owned()));
        lines
    }

    /// Documents a schema that is another name for a type, or a variant of a union.
    pub(super) fn item(&self, docs: &Docs) -> Vec<String> {
        let mut lines = self.text(&docs.text);
        lead(&mut lines);
        lines
    }

    /// Documents an alias of a shared type. `path` is the path of the type, and `docs` are the
    /// descriptions that are not those of the type.
    pub(super) fn alias(&self, shared: &Shared, path: &str, docs: &Docs) -> Vec<String> {
        let mut lines = vec![format!("Alias of [`{path}`].")];
        paragraph(&mut lines, self.text(&docs.text));
        if !shared.own_docs.is_empty() {
            paragraph(&mut lines, ["These descriptions differ:".to_owned()]);
            paragraph(&mut lines, shared.own_docs.iter().flat_map(|member| self.member(member)));
        }
        lines
    }

    fn member(&self, member: &MemberDocs) -> Vec<String> {
        let mut docs = member.docs.clone();
        if member.is_default {
            docs.text.push_str(" This is the default.");
        }
        self.list_item(&format!("`{}`", plain(&member.name.rust)), &docs)
    }

    /// Documents a field or an optional parameter.
    pub(super) fn value(&self, docs: &Docs) -> Vec<String> {
        let mut lines = self.text(&docs.text);
        paragraph(&mut lines, constraints(docs).map(|line| wrapped(&line, "")).unwrap_or_default());
        lines
    }

    /// Documents a value of an enum.
    pub(super) fn variant(&self, variant: &Variant) -> Vec<String> {
        let mut lines = self.text_or_name(&variant.docs, &variant.name, ".");
        paragraph(&mut lines, variant.is_default.then(|| "This is the default.".to_owned()));
        lines
    }

    /// Documents the constant of a scope.
    pub(super) fn scope(&self, scope: &Scope) -> Vec<String> {
        self.text_or_name(&scope.docs, &scope.name, "")
    }

    fn text_or_name(&self, docs: &Docs, name: &Name, end: &str) -> Vec<String> {
        let lines = self.text(&docs.text);
        if lines.is_empty() { vec![format!("{}{end}", code(&name.wire))] } else { lines }
    }

    /// Documents the function that starts a request: the description, the HTTP request, arguments
    /// and scopes.
    pub(super) fn method(&self, method: &Method) -> Vec<String> {
        let mut lines = self.text(&method.docs.text);
        paragraph(&mut lines, [self.http_request(method)]);
        if method.operation.is_some() {
            let builder = plain(&method.builder);
            let line = format!("Starts a long-running operation; [`{builder}::operation`] waits for its result.");
            paragraph(&mut lines, wrapped(&line, ""));
        }
        if !method.required.is_empty() || method.body.is_some() {
            paragraph(&mut lines, ["# Arguments".to_owned()]);
            let params = method.required.iter().flat_map(|param| self.argument(param));
            let body = method.body.iter().map(|body| format!("* `{}`: The request body.", plain(&body.argument)));
            paragraph(&mut lines, params.chain(body));
        }
        let scopes = method.scopes.iter().map(|name| format!("[`{name}`]({}::scopes::{name})", self.root_path));
        let scopes: Vec<String> = scopes.collect();
        if !scopes.is_empty() {
            paragraph(&mut lines, ["# Authorization".to_owned()]);
        }
        match scopes.as_slice() {
            [] => {}
            [scope] => paragraph(&mut lines, [format!("Requires the scope {scope}.")]),
            _ => {
                paragraph(&mut lines, ["Requires one of these scopes:".to_owned()]);
                paragraph(&mut lines, scopes.into_iter().map(|scope| format!("* {scope}")));
            }
        }
        lines
    }

    /// Returns the first sentence of a method's documentation, for a table.
    pub(super) fn summary(&self, method: &Method) -> String {
        let mut lines = self.text(&method.docs.text);
        if lines.is_empty() {
            lines.push(self.http_request(method));
        }
        cell(&lines)
    }

    fn http_request(&self, method: &Method) -> String {
        code(&format!("{} {}{}", method.http_method, self.base_url, method.path))
    }

    fn argument(&self, param: &Param) -> Vec<String> {
        let location = if param.in_path { "path" } else { "query" };
        self.list_item(&format!("`{}` ({location})", plain(&param.name.rust)), &param.docs)
    }

    /// Documents a part of an item as an entry of a list.
    fn list_item(&self, label: &str, docs: &Docs) -> Vec<String> {
        let text = docs.text.trim();
        let text = if text.is_empty() { String::new() } else { format!(": {text}") };
        let mut lines = self.text(&format!("* {label}{text}"));
        lines.extend(constraints(docs).map(|line| wrapped(&line, "  ")).unwrap_or_default());
        lines
    }

    /// Documents a request builder. `owner` is the type whose function returns it.
    pub(super) fn request_builder(&self, method: &Method, owner: &str) -> Vec<String> {
        let mut lines = vec![format!(
            "Request builder for [`{owner}::{}`], which calls {}.",
            plain(&method.function),
            code(&method.id)
        )];
        paragraph(
            &mut lines,
            method.media.upload.as_ref().map(|media| wrapped(&upload(media), "")).unwrap_or_default(),
        );
        if method.media.download {
            let line = if method.raw_response {
                "[`download`](Self::download) returns the body as a stream of bytes."
            } else if method.has_only_media() {
                "[`download`](Self::download) requests the media, which is the whole response."
            } else {
                "[`download`](Self::download) requests the media instead of the JSON response."
            };
            paragraph(&mut lines, [line.to_owned()]);
        }
        if method.streaming.is_some() {
            let line = "[`stream`](Self::stream) returns the messages of the response one by one.";
            paragraph(&mut lines, [line.to_owned()]);
        }
        if method.requires_fields {
            let line = "The server requires [`fields`](Self::fields), which selects the fields of the response.";
            paragraph(&mut lines, [line.to_owned()]);
        }
        if method.media.subscription {
            paragraph(&mut lines, ["Changes can be delivered to a notification channel.".to_owned()]);
        }
        lines
    }

    /// Documents the module of a resource, in the one line that lists of modules show.
    pub(super) fn resource_module(resource: &Resource) -> String {
        format!("The `{}` resource and its request builders.", plain(&resource.accessor))
    }

    /// Documents the type of a resource. `access` is the expression that returns it.
    pub(super) fn resource(&self, resource: &Resource, access: &str) -> Vec<String> {
        vec![
            format!("Methods of the `{}` resource.", plain(&resource.accessor)),
            String::new(),
            format!("Returned by `{access}`. See the [overview]({}) of all methods.", self.root_path),
        ]
    }
}

/// Appends a paragraph after a blank line.
pub(super) fn paragraph(lines: &mut Vec<String>, more: impl IntoIterator<Item = String>) {
    let mut more = more.into_iter().peekable();
    if more.peek().is_some() {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(more);
    }
}

/// Wraps a paragraph that is already Markdown.
fn wrapped(text: &str, indent: &str) -> Vec<String> {
    let mut lines = Vec::new();
    wrap(text, indent, indent, &mut lines);
    lines
}

/// Describes the constraints on a value.
fn constraints(docs: &Docs) -> Option<String> {
    let constraints = &docs.constraints;
    let mut notes = Vec::new();
    if constraints.read_only {
        notes.push("Read-only.".to_owned());
    }
    if !constraints.required_by.is_empty() {
        let methods: Vec<_> = constraints.required_by.iter().map(|id| code(id)).collect();
        notes.push(format!("Required by {}.", methods.join(", ")));
    }
    // The description of a `kind` already contains its only value.
    let is_described = |default: &str| default.contains('#') && docs.text.contains(default);
    if let Some(default) = constraints.default.as_ref().filter(|default| !is_described(default)) {
        notes.push(format!("Default: {}.", code(default)));
    }
    match (&constraints.minimum, &constraints.maximum) {
        (Some(low), Some(high)) => notes.push(format!("Must be between {} and {}.", code(low), code(high))),
        (Some(low), None) => notes.push(format!("Must be at least {}.", code(low))),
        (None, Some(high)) => notes.push(format!("Must be at most {}.", code(high))),
        (None, None) => {}
    }
    if let Some(pattern) = &constraints.pattern {
        notes.push(format!("Must match the pattern {}.", code(pattern)));
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

fn upload(upload: &Upload) -> String {
    let types: Vec<_> = upload.accept.iter().map(|ty| code(ty)).collect();
    let types = if types.is_empty() { "any type".to_owned() } else { format!("type {}", types.join(", ")) };
    let limit = upload.max_size.map_or_else(String::new, |bytes| format!(" up to {}", size(bytes)));
    let protocol = match (&upload.simple_path, &upload.resumable_path) {
        (Some(_), Some(_)) => ", in a single request or as a resumable session",
        (None, Some(_)) => ", as a resumable session",
        _ => "",
    };
    format!("[`upload`](Self::upload) sends media of {types}{limit}{protocol}.")
}

/// Returns a size in the largest unit of which it is a multiple: `5 TiB`.
fn size(bytes: u64) -> String {
    let units = [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")];
    match units.into_iter().find(|(shift, _)| bytes > 0 && bytes.trailing_zeros() >= *shift) {
        Some((shift, unit)) => format!("{} {unit}", bytes >> shift),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Constraints;

    #[test]
    fn sizes_are_readable() {
        assert_eq!(size(5_497_558_138_880), "5 TiB");
        assert_eq!(size(1 << 30), "1 GiB");
        assert_eq!(size(1536 << 20), "1536 MiB");
        assert_eq!(size(10_485_760), "10 MiB");
        assert_eq!(size(1000), "1000 bytes");
        assert_eq!(size(0), "0 bytes");
    }

    #[test]
    fn describes_constraints() {
        let docs = |text: &str, constraints| Docs { text: text.to_owned(), constraints };
        let some = |text: &str| Some(text.to_owned());
        let range = Constraints { minimum: some("1"), maximum: some("10"), read_only: true, ..Constraints::default() };
        let expected = "Read-only. Must be between `1` and `10`.";
        assert_eq!(constraints(&docs("", range)).as_deref(), Some(expected));
        let kind = Constraints { default: some("games#room"), ..Constraints::default() };
        assert_eq!(constraints(&docs("Value: games#room", kind.clone())), None);
        assert_eq!(constraints(&docs("The kind.", kind)).as_deref(), Some("Default: `games#room`."));
        assert_eq!(constraints(&Docs::default()), None);
    }
}
