//! Parses the URLs of an API.

use super::document::missing;
use super::json::Node;
use super::object::{ObjectReader, unexpected};
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings, excerpt};
use crate::discovery::{Addresses, invalid_char, problem_of_url};

impl Addresses {
    /// Reads the members of a document. The root URL and the service path are required; others are
    /// omitted if they cannot be used, with a warning.
    pub(super) fn parse(object: &mut ObjectReader<'_, '_>, warnings: &mut Warnings) -> Result<Self, Error> {
        let parent = object.pointer;
        let (root_url, service_path) = base_url(object)?;
        if let Some(problem) = problem_of_url(&root_url) {
            return Err(Error::at(&parent.key("rootUrl"), format!("`{}` {problem}", excerpt(&root_url, 60))));
        }
        if let Some(problem) = problem_of_path(&service_path) {
            return Err(Error::at(&parent.key("servicePath"), problem));
        }
        let batch_path = object.string("batchPath")?.filter(|path| {
            let problem = problem_of_path(path);
            warnings.extend(&parent.key("batchPath"), problem.map(|problem| format!("{problem}; ignored")));
            problem_of_path(path).is_none()
        });
        let mtls_root_url = object
            .string("mtlsRootUrl")?
            .filter(|url| url.is_empty() || is_usable(url, &parent.key("mtlsRootUrl"), warnings));
        let endpoints = endpoints(object, warnings)?;
        Ok(Self { root_url, service_path, batch_path, mtls_root_url, endpoints })
    }
}

fn problem_of_path(path: &str) -> Option<String> {
    let c = invalid_char(path)?;
    Some(format!("the path contains `{}`, which is not allowed there", c.escape_debug()))
}

/// Returns whether a URL other than the root URL can be used, and reports it if not.
fn is_usable(url: &str, pointer: &Pointer<'_>, warnings: &mut Warnings) -> bool {
    let problem = problem_of_url(url);
    warnings.extend(pointer, problem.map(|problem| format!("`{}` {problem}; ignored", excerpt(url, 60))));
    problem.is_none()
}

/// Returns the root URL and the service path.
fn base_url(object: &mut ObjectReader<'_, '_>) -> Result<(String, String), Error> {
    let base_url = object.string("baseUrl")?;
    let base_path = object.string("basePath")?;
    let root_url = object.string("rootUrl")?;
    let service_path = object.string("servicePath")?;
    let (root_url, service_path) = match (root_url, service_path) {
        (Some(root_url), Some(service_path)) => (root_url, service_path),
        // Documents from before 2012 have only `baseUrl` or `basePath`.
        (root_url, _) => split_base(root_url.as_deref(), base_url, base_path).ok_or_else(|| missing("rootUrl"))?,
    };
    Ok((root_url, service_path))
}

/// Splits the base URL of an older document into the root URL and the service path.
fn split_base(root_url: Option<&str>, base_url: Option<String>, base_path: Option<String>) -> Option<(String, String)> {
    let url = base_url.or_else(|| {
        let path = base_path?;
        let root = root_url.unwrap_or("https://www.googleapis.com/");
        Some(format!("{}/{}", root.trim_end_matches('/'), path.trim_start_matches('/')))
    })?;
    let host_start = url.find("://")? + 3;
    let host_end = url.get(host_start..)?.find('/').map_or(url.len(), |at| host_start + at + 1);
    Some((url.get(..host_end)?.to_owned(), url.get(host_end..)?.to_owned()))
}

fn endpoints(object: &mut ObjectReader<'_, '_>, warnings: &mut Warnings) -> Result<Vec<(String, String)>, Error> {
    let parent = object.pointer;
    let pointer = parent.key("endpoints");
    let items = match object.take("endpoints") {
        None => return Ok(Vec::new()),
        Some(Node::Array(items)) => items,
        Some(other) => return Err(unexpected(&pointer, "an array", &other)),
    };
    let mut endpoints = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let pointer = pointer.index(index);
        let mut endpoint = ObjectReader::new(item, pointer, warnings)?;
        endpoint.ignore(&["description", "deprecated"]);
        let url = endpoint.string("endpointUrl")?.ok_or_else(|| Error::at(&pointer, "`endpointUrl` is missing"))?;
        let location = endpoint.string("location")?;
        endpoint.finish(warnings);
        match location {
            None => warnings.push(&pointer, "endpoint has no `location`; ignored"),
            Some(location) if is_usable(&url, &pointer, warnings) => endpoints.push((location, url)),
            Some(_) => {}
        }
    }
    Ok(endpoints)
}
