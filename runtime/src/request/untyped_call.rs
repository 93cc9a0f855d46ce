//! The arguments of a call, whatever its response type: the part of `Call` that is compiled once.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};

use super::http_body::HttpBody;
use super::query::Query;
use super::request_id::GeneratedId;
use crate::auth::Credentials;
use crate::client::Client;
use crate::descriptor::MethodDescriptor;
use crate::error::{BuildError, Error, ErrorContext};
use crate::execute::{CallLimits, Executor};
use crate::retry::RetryPolicy;
use crate::secret::{Redacted, is_secret};
use crate::wire::{FieldVisitor, View, Wire, encode, parameter_values};

/// The arguments and options of a call.
#[derive(Clone)]
pub struct UntypedCall {
    pub(crate) client: Client,
    pub(crate) method: &'static MethodDescriptor,
    pub(super) path: Vec<(&'static str, Vec<String>)>,
    pub(super) query: Query,
    pub(super) headers: HeaderMap,
    /// The encoded message, without the API's data wrapper.
    pub(super) message: Option<Bytes>,
    pub(super) content_type: HeaderValue,
    limits: CallLimits,
    idempotent: Option<bool>,
    keep_mismatched: Option<bool>,
    /// Whether the message has a `requestId`.
    pub(super) message_has_request_id: bool,
    pub(super) generated_id: GeneratedId,
    pub(super) without_request_id: bool,
    /// The first invalid argument, reported when the request is built.
    pub(super) error: Option<BuildError>,
}

impl UntypedCall {
    pub(crate) fn new(client: &Client, method: &'static MethodDescriptor) -> Self {
        Self {
            client: client.clone(),
            method,
            path: Vec::new(),
            query: Query::default(),
            headers: HeaderMap::new(),
            message: None,
            content_type: const { HeaderValue::from_static("application/json") },
            limits: CallLimits::default(),
            idempotent: None,
            keep_mismatched: None,
            message_has_request_id: false,
            generated_id: GeneratedId::default(),
            without_request_id: false,
            error: None,
        }
    }

    /// Sets the values of a path variable.
    pub(crate) fn path(&mut self, name: &'static str, values: Vec<String>) {
        self.path.push((name, values));
    }

    /// Returns a call of another method with the options of this one, but without its arguments.
    pub(crate) fn follow_up(&self, method: &'static MethodDescriptor) -> Self {
        let mut call = Self::new(&self.client, method);
        for name in ["key", "quotaUser"] {
            if let Some(value) = self.query.value(name) {
                call.query.set(name, vec![value.to_owned()]);
            }
        }
        call.headers = self.headers.clone();
        for name in [IF_MATCH, IF_NONE_MATCH] {
            call.headers.remove(name);
        }
        call.limits = CallLimits { first_byte_timeout: None, ..self.limits.clone() };
        call
    }

    /// Returns the value of a path variable that is not a list.
    pub(crate) fn path_value(&self, name: &str) -> Option<String> {
        let (_, values) = self.path.iter().find(|(existing, _)| *existing == name)?;
        values.first().filter(|value| !value.is_empty()).cloned()
    }

    /// Sets the values of a query parameter, replacing earlier ones.
    pub(crate) fn query(&mut self, name: impl Into<Cow<'static, str>>, values: Vec<String>) {
        self.query.set(name, values);
    }

    /// Returns the value of a query parameter, unless it is empty.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.query.value(name)
    }

    /// Returns the query parameters that the caller set.
    pub(crate) fn query_parameters(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.query.iter()
    }

    /// Appends an item to a query parameter that is a comma-separated list, if the parameter is set
    /// and does not contain it.
    pub(crate) fn append_to_query(&mut self, name: &'static str, item: &str) {
        if let Some(list) = self.query.value(name).filter(|list| !has_item(list, item)) {
            let list = format!("{list},{item}");
            self.query.set(name, vec![list]);
        }
    }

    /// Encodes the message of the request.
    pub(crate) fn body(&mut self, message: &dyn Wire) {
        if self.method.has_raw_request() {
            return self.raw_body(message).unwrap_or_else(|error| self.fail(error));
        }
        self.message_has_request_id = has_request_id(message);
        self.message = Some(encode(message).into());
    }

    fn raw_body(&mut self, message: &dyn Wire) -> Result<(), BuildError> {
        let body = HttpBody::from_message(message)?;
        self.content_type = body.content_type_header()?;
        self.message = Some(body.data.unwrap_or_default().into());
        Ok(())
    }

    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                // `Debug` omits the value then. Encryption keys and tokens of other services are
                // also sent in headers.
                value.set_sensitive(is_secret(name.as_str()));
                self.headers.insert(name, value);
            }
            (Err(_), _) => self.fail(BuildError::new(format!("header name {name:?} is invalid"))),
            (_, Err(_)) => {
                let problem = "contains characters that are not allowed in a header value";
                self.fail(BuildError::new(format!("value of header `{name}` {problem}")));
            }
        }
    }

    pub(crate) fn credentials(&mut self, credentials: Arc<dyn Credentials>) {
        self.client = self.client.with_shared_credentials(credentials);
    }

    /// Sets the timeout; `None` is the client's.
    pub(crate) fn timeout(&mut self, timeout: Option<Duration>) {
        self.limits.timeout = timeout;
    }

    /// Returns `true` if the caller set time limits or a retry policy on the call.
    pub(crate) fn has_own_limits(&self) -> bool {
        !self.limits.is_empty()
    }

    /// Returns `true` if the query contains an API key.
    pub(crate) fn has_key_parameter(&self) -> bool {
        self.query.has("key")
    }

    /// Returns the timeout that the caller set on the call.
    pub(crate) fn own_timeout(&self) -> Option<Duration> {
        self.limits.timeout
    }

    pub(crate) fn retry(&mut self, policy: Arc<dyn RetryPolicy>) {
        self.limits.retry = Some(policy);
    }

    pub(crate) fn without_request_id(&mut self) {
        self.without_request_id = true;
    }

    pub(crate) fn idempotent(&mut self, idempotent: bool) {
        self.idempotent = Some(idempotent);
    }

    pub(crate) fn first_byte_timeout(&mut self, timeout: Duration) {
        self.limits.first_byte_timeout = Some(timeout);
    }

    pub(crate) fn idle_timeout(&mut self, timeout: Duration) {
        self.limits.idle_timeout = Some(timeout);
    }

    pub(crate) fn keep_mismatched(&mut self, keep: bool) {
        self.keep_mismatched = Some(keep);
    }

    /// Returns `true` if values in the response that do not fit are kept as unknown fields.
    pub(crate) fn keeps_mismatched(&self) -> bool {
        self.keep_mismatched.unwrap_or(self.client.settings().keep_mismatched)
    }

    /// Records an invalid argument, which is reported when the request is built. Only the first one
    /// is kept.
    pub(crate) fn fail(&mut self, error: BuildError) {
        self.error.get_or_insert(error);
    }

    /// Returns the headers that the caller set.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the encoded message, without the API's data wrapper.
    pub(crate) fn message(&self) -> Option<&Bytes> {
        self.message.as_ref()
    }

    /// Removes the message.
    pub(crate) fn remove_message(&mut self) {
        self.message = None;
        self.message_has_request_id = false;
    }

    /// Replaces the encoded message by one that differs in a detail only.
    pub(crate) fn replace_message(&mut self, message: Bytes) {
        self.message = Some(message);
    }

    /// Returns `true` if it is safe to send the call more than once.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.idempotent.unwrap_or_else(|| {
            matches!(self.method.http_method(), "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS") || self.has_request_id()
        })
    }

    /// Adds the method and the host of the call to an error that occurred after an attempt, and the
    /// time since the start if it is known.
    pub(crate) fn in_context(&self, error: Error, elapsed: Option<Duration>) -> Error {
        let host = Some(self.client.settings().server.to_string());
        error.with_context(ErrorContext { method_id: Some(self.method.id()), host, elapsed, ..ErrorContext::default() })
    }

    /// Returns the executor that sends requests of the call.
    pub(crate) fn executor(&self) -> Executor {
        Executor::new(&self.client, self.method)
            .with_limits(self.limits.clone())
            .with_idempotent(self.is_idempotent())
            .with_key_parameter(self.has_key_parameter())
    }
}

fn has_request_id(message: &dyn Wire) -> bool {
    let mut found = false;
    if let View::Message(message) = message.view() {
        message.fields(FieldVisitor(&mut |fields, _| {
            let id = fields.iter().find(|(name, _)| *name == "requestId");
            found |= id.is_some_and(|(_, value)| parameter_values(*value).iter().any(|text| !text.is_empty()));
        }));
    }
    found
}

impl fmt::Debug for UntypedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.iter().flat_map(|(name, values)| values.iter().map(|value| (*name, value.as_str())));
        // Messages can contain secrets anywhere.
        let body_length = self.message.as_ref().map_or(0, Bytes::len);
        f.debug_struct("Call")
            .field("method", &self.method.id())
            .field("path", &Redacted(path))
            .field("query", &Redacted(self.query.iter()))
            .field("headers", &self.headers)
            .field("body", &format_args!("{body_length} bytes"))
            .finish_non_exhaustive()
    }
}

/// Returns whether a field mask contains `item` outside of parentheses.
fn has_item(mask: &str, item: &str) -> bool {
    let mut depth = 0_usize;
    let items = mask.split(|c| {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    items.map(str::trim).any(|found| found == item || found == "*")
}
