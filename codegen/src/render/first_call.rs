//! The choice of the method that the crate's page calls first.

use super::examples::Examples;
use crate::model::{Api, Method, Resource};

/// Returns the method of the first example, with the examples of its resource.
///
/// The method is a `list`, else a `get`, of the main resource: the resource with the most methods
/// among those that have such a method. Resources that many APIs share (`operations`, `locations`)
/// and deprecated ones come last. If several methods are left, the one with the fewest arguments is
/// chosen, then the first in the document.
pub(super) fn choose<'a>(api: &'a Api, client: &Examples<'a>) -> Option<(Examples<'a>, &'a Method)> {
    let mut resources = Vec::new();
    let mut work = vec![(&api.root, client.clone())];
    while let Some((resource, examples)) = work.pop() {
        work.extend(resource.children.iter().rev().map(|child| (child, examples.below(child))));
        resources.push((resource, examples));
    }
    let methods = resources
        .iter()
        .flat_map(|(resource, examples)| resource.methods.iter().map(move |method| (*resource, examples, method)));
    let (_, examples, method) = methods.min_by_key(|(resource, _, method)| rank(resource, method))?;
    Some((examples.clone(), method))
}

/// The order in which methods are preferred; the smallest comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    is_deprecated: bool,
    is_other_function: bool,
    is_shared: bool,
    other_methods: std::cmp::Reverse<usize>,
    function: usize,
    arguments: usize,
}

fn rank(resource: &Resource, method: &Method) -> Rank {
    let function = ["list", "get"].iter().position(|name| *name == method.function).unwrap_or(2);
    Rank {
        is_deprecated: resource.deprecated || method.deprecated,
        is_other_function: function == 2,
        is_shared: matches!(resource.accessor.as_str(), "operations" | "locations"),
        other_methods: std::cmp::Reverse(resource.methods.iter().filter(|method| !method.deprecated).count()),
        function,
        arguments: method.required.len() + usize::from(method.body.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    /// Returns the call on the page of a crate with these resources and methods.
    fn first_call(resources: &[(&str, &[&str])]) -> String {
        let method = |resource: &str, name: &str| {
            let deprecated = name.starts_with('!');
            let name = name.trim_start_matches('!');
            let value = json!({
                "id": format!("notes.{resource}.{name}"), "path": "x", "httpMethod": "GET", "deprecated": deprecated,
            });
            (name.to_owned(), value)
        };
        let resource = |(name, methods): &(&str, &[&str])| {
            let methods: Value = methods.iter().map(|method_name| method(name, method_name)).collect();
            ((*name).to_owned(), json!({ "methods": methods }))
        };
        let resources: Value = resources.iter().map(resource).collect();
        let document = json!({
            "name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "",
            "resources": resources,
        });
        let options = crate::Options::default();
        let files = crate::generate(&document.to_string(), &options).expect("a valid document").files;
        let call = files["src/lib.rs"].lines().find_map(|line| line.strip_prefix("//! client."));
        call.expect("a call").to_owned()
    }

    #[test]
    fn calls_the_main_resource() {
        for (resources, expected) in [
            (
                &[("about", &["get"][..]), ("apps", &["get", "list"]), ("files", &["copy", "get", "list"])][..],
                "files().list",
            ),
            (&[("about", &["get"]), ("files", &["copy", "create"])], "about().get"),
            (&[("a", &["get", "list"]), ("b", &["get", "set"])], "a().list"),
            (&[("notes", &["get", "list"]), ("operations", &["cancel", "get", "list"])], "notes().list"),
            (&[("a", &["!copy", "!list", "get"]), ("b", &["copy", "list"])], "b().list"),
            (&[("a", &["send"]), ("b", &["read", "send"])], "b().read"),
        ] {
            let call = first_call(resources);
            assert!(call.starts_with(&format!("{expected}()")), "{resources:?}: {call}");
        }
    }
}
