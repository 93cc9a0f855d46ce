//! A call's arguments, whatever its response: the part of `Call` that is compiled once.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::http_body::HttpBody;
use super::path_template;
use super::query::Query;
use crate::client::Client;
use crate::descriptor::MethodDescriptor;
use crate::error::{BuildError, Error, Result};
use crate::execute::{Executor, Trace};
use crate::headers::API_CLIENT;
use crate::response::Form;
use crate::retry::RetryPolicy;
use crate::wire::{View, Wire, encode, parameter_values};

#[derive(Clone)]
pub(crate) struct UntypedCall {
    pub(crate) client: Client,
    pub(crate) method: &'static MethodDescriptor,
    path: Vec<(&'static str, Vec<String>)>,
    query: Query,
    headers: HeaderMap,
    /// The message alone, without the API's wrapper.
    body: Option<Bytes>,
    content_type: HeaderValue,
    timeout: Option<Duration>,
    retry: Option<Arc<dyn RetryPolicy>>,
    idempotent: Option<bool>,
    /// The body says by which name the server knows the request again.
    has_request_id: bool,
    /// The first thing that went wrong; it is told when the request is made.
    broken: Option<BuildError>,
}

impl UntypedCall {
    pub(crate) fn new(client: &Client, method: &'static MethodDescriptor) -> Self {
        Self {
            client: client.clone(),
            method,
            path: Vec::new(),
            query: Query::default(),
            headers: HeaderMap::new(),
            body: None,
            content_type: HeaderValue::from_static("application/json"),
            timeout: None,
            retry: None,
            idempotent: None,
            has_request_id: false,
            broken: None,
        }
    }

    pub(crate) fn path(&mut self, name: &'static str, values: Vec<String>) {
        self.path.push((name, values));
    }

    pub(crate) fn query(&mut self, name: impl Into<Cow<'static, str>>, values: Vec<String>) {
        self.query.set(name, values);
    }

    /// Adds an item to a list with commas, if there is one without it.
    pub(crate) fn query_with(&mut self, name: &'static str, item: &str) {
        if let Some(list) = self.query.value(name).filter(|list| !list.contains(item)) {
            let list = format!("{list},{item}");
            self.query.set(name, vec![list]);
        }
    }

    pub(crate) fn body(&mut self, body: &dyn Wire) {
        if self.method.has_raw_request() {
            return self.raw_body(body).unwrap_or_else(|error| self.fail(error));
        }
        self.has_request_id = has_request_id(body);
        self.body = Some(encode(body).into());
    }

    fn raw_body(&mut self, body: &dyn Wire) -> std::result::Result<(), BuildError> {
        let body = HttpBody::of(body)?;
        self.content_type = body.header()?;
        self.body = Some(body.data.unwrap_or_default().into());
        Ok(())
    }

    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                // Debug output leaves it out then. Keys of encryption and tokens of other services are headers, too.
                let secret = ["auth", "cookie", "key", "secret", "token"];
                value.set_sensitive(secret.iter().any(|word| name.as_str().contains(word)));
                self.headers.insert(name, value);
            }
            (Err(_), _) => self.fail(BuildError::new(format!("{name:?} cannot be the name of a header"))),
            (_, Err(_)) => {
                self.fail(BuildError::new(format!("the value of the header `{name}` holds control characters")));
            }
        }
    }

    pub(crate) fn timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
    }

    pub(crate) fn retry(&mut self, policy: Arc<dyn RetryPolicy>) {
        self.retry = Some(policy);
    }

    pub(crate) fn idempotent(&mut self, idempotent: bool) {
        self.idempotent = Some(idempotent);
    }

    pub(crate) fn fail(&mut self, error: BuildError) {
        self.broken.get_or_insert(error);
    }

    /// Those that the caller gave.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The message that is sent, if there is one.
    pub(crate) fn message(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }

    /// Puts another message in its place: the same one, but for a detail.
    pub(crate) fn replace_message(&mut self, message: Bytes) {
        self.body = Some(message);
    }

    pub(crate) fn request(&self) -> Result<http::Request<Bytes>> {
        let path = format!("{}{}", self.client.api().service_path(), self.method.path());
        self.request_to(&path, "json", self.wrapped())
    }

    /// The request that carries media, or announces them, in the way that `kind` names.
    pub(crate) fn request_as<B: Default>(
        &self,
        template: &str,
        kind: &str,
        body: Option<B>,
    ) -> Result<http::Request<B>> {
        let mut parts = self.clone();
        parts.query.set("uploadType", vec![kind.to_owned()]);
        parts.request_to(template, "json", body)
    }

    /// The request with another path, from the root URL, and another body. `alt` is the form that the response shall have.
    pub(crate) fn request_to<B>(&self, template: &str, alt: &str, body: Option<B>) -> Result<http::Request<B>>
    where
        B: Default,
    {
        if let Some(error) = &self.broken {
            return Err(Error::Build(error.clone()));
        }
        let path = path_template::expand(template.trim_start_matches('/'), &self.path).map_err(Error::Build)?;
        let settings = self.client.settings();
        let mut url = format!("{}{path}", settings.root_url);
        let mut query = self.query.clone();
        if alt != "json" || !query.has("alt") {
            query.set("alt", vec![alt.to_owned()]);
        }
        query.write(&mut url);

        let mut request = http::Request::builder().method(self.method.http_method()).uri(url);
        if let Some(headers) = request.headers_mut() {
            let accept = if alt == "json" && !self.method.has_raw_response() { "application/json" } else { "*/*" };
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
            headers.insert(USER_AGENT, settings.user_agent.clone());
            headers.insert(HeaderName::from_static(API_CLIENT), settings.api_client.clone());
            if body.is_some() {
                headers.insert(CONTENT_TYPE, self.content_type.clone());
            } else if matches!(self.method.http_method(), "POST" | "PUT" | "PATCH") {
                // Servers may ask for the length of what could have been there: 411.
                headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            if !self.method.api_version().is_empty() {
                let version = HeaderValue::from_static(self.method.api_version());
                headers.insert(HeaderName::from_static("x-goog-api-version"), version);
            }
            headers.extend(self.headers.clone());
        }
        let request = request.body(body.unwrap_or_default());
        request.map_err(|error| Error::Build(BuildError::new(format!("no request can be made of this: {error}"))))
    }

    pub(crate) fn wrapped(&self) -> Option<Bytes> {
        let body = self.body.clone()?;
        let wraps = self.client.api().has_data_wrapper() && !self.method.has_raw_request();
        Some(if wraps { [br#"{"data":"#, &body[..], b"}"].concat().into() } else { body })
    }

    /// The form that responses have.
    pub(crate) fn form(&self) -> Form {
        match (self.method.has_raw_response(), self.client.api().has_data_wrapper()) {
            (true, _) => Form::Raw,
            (false, true) => Form::Wrapped,
            (false, false) => Form::Plain,
        }
    }

    /// Whether the call may arrive twice.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.idempotent.unwrap_or_else(|| {
            matches!(self.method.http_method(), "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS")
                || self.method.has_request_id() && (self.has_request_id || self.query.value("requestId").is_some())
        })
    }

    pub(crate) fn sender(&self) -> Executor {
        Executor {
            client: self.client.clone(),
            method: self.method,
            timeout: self.timeout,
            retry: self.retry.clone(),
            idempotent: self.is_idempotent(),
            has_key: self.query.has("key"),
            anonymous: false,
            trace: Trace::new(self.method),
        }
    }

    /// Sends the request. What the server does not call a success is an error.
    pub(crate) async fn execute(&self) -> Result<http::Response<Vec<u8>>> {
        self.sender().whole(self.request()?).await
    }
}

fn has_request_id(body: &dyn Wire) -> bool {
    let mut found = false;
    if let View::Message(message) = body.view() {
        message.fields(&mut |fields, _| {
            let id = fields.iter().find(|(name, _)| *name == "requestId");
            found |= id.is_some_and(|(_, value)| parameter_values(*value).iter().any(|text| !text.is_empty()));
        });
    }
    found
}

impl fmt::Debug for UntypedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method.id())
            .field("path", &self.path)
            .field("query", &self.query.shown().collect::<Vec<_>>())
            .field("headers", &self.headers)
            .field("body", &self.body.as_deref().map(String::from_utf8_lossy))
            .finish_non_exhaustive()
    }
}

/// The texts that several values make in a path or a query.
pub(crate) fn all_texts<T: Wire>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    values.into_iter().flat_map(|value| parameter_values(&value)).collect()
}
