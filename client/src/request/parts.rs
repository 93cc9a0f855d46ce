//! A call's arguments, whatever its response: the part of `Call` that is compiled once.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, Instant};

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::path;
use super::query::Query;
use super::{HttpRequest, HttpResponse, Method};
use crate::client::Client;
use crate::error::{ApiError, BuildError, Error};
use crate::transport::TransportError;
use crate::wire::{Wire, encode, texts};

/// A header and not the parameter `key`: URLs end up in logs.
const API_KEY: &str = "x-goog-api-key";

pub(super) struct Parts {
    pub(super) client: Client,
    pub(super) method: &'static Method,
    path: Vec<(&'static str, Vec<String>)>,
    query: Query,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
    timeout: Option<Duration>,
    /// The first thing that went wrong; it is told when the request is made.
    broken: Option<BuildError>,
}

impl Parts {
    pub(super) fn new(client: &Client, method: &'static Method) -> Self {
        Self {
            client: client.clone(),
            method,
            path: Vec::new(),
            query: Query::default(),
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            broken: None,
        }
    }

    pub(super) fn path(&mut self, name: &'static str, values: Vec<String>) {
        self.path.push((name, values));
    }

    pub(super) fn query(&mut self, name: impl Into<Cow<'static, str>>, values: Vec<String>) {
        self.query.set(name, values);
    }

    pub(super) fn body(&mut self, body: &dyn Wire) {
        let json = encode(body);
        self.body =
            Some(if self.client.api().wraps_data() { [br#"{"data":"#, json.as_slice(), b"}"].concat() } else { json });
    }

    pub(super) fn header(&mut self, name: &str, value: &str) {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                // Debug output leaves it out then.
                value.set_sensitive(matches!(
                    name.as_str(),
                    "authorization" | "proxy-authorization" | API_KEY | "cookie"
                ));
                self.headers.insert(name, value);
            }
            (Err(_), _) => self.fail(BuildError::new(format!("{name:?} cannot be the name of a header"))),
            (_, Err(_)) => {
                self.fail(BuildError::new(format!("the value of the header `{name}` holds control characters")));
            }
        }
    }

    pub(super) fn timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
    }

    fn fail(&mut self, error: BuildError) {
        self.broken.get_or_insert(error);
    }

    pub(super) fn request(mut self) -> Result<HttpRequest, Error> {
        if let Some(error) = self.broken.take() {
            return Err(Error::Build(error));
        }
        let path = path::expand(self.method.path(), &self.path).map_err(Error::Build)?;
        let settings = self.client.settings();
        let mut url = format!("{}{}{path}", settings.root_url, self.client.api().service_path());
        if !self.query.has("alt") {
            self.query.set("alt", vec!["json".to_owned()]);
        }
        self.query.write(&mut url);

        let mut request = http::Request::builder().method(self.method.http_method()).uri(url);
        if let Some(headers) = request.headers_mut() {
            headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
            headers.insert(USER_AGENT, settings.user_agent.clone());
            if self.body.is_some() {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            } else if matches!(self.method.http_method(), "POST" | "PUT" | "PATCH") {
                // Servers may ask for the length of what could have been there: 411.
                headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            if !self.method.version_header().is_empty() {
                let version = HeaderValue::from_static(self.method.version_header());
                headers.insert(HeaderName::from_static("x-goog-api-version"), version);
            }
            headers.extend(self.headers);
        }
        let request = request.body(self.body.unwrap_or_default());
        request.map_err(|error| Error::Build(BuildError::new(format!("no request can be made of this: {error}"))))
    }

    /// Sends the request. What the server does not call a success is an error.
    pub(super) async fn execute(self) -> Result<HttpResponse<Vec<u8>>, Error> {
        let client = self.client.clone();
        let settings = client.settings();
        let (method, timeout, has_key) = (self.method, self.timeout.or(settings.timeout), self.query.has("key"));
        let mut request = self.request()?;
        let start = Instant::now();
        let credentials = settings.credentials.headers(method).await.map_err(Error::Auth)?;
        let left = timeout.map(|timeout| timeout.saturating_sub(start.elapsed()));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(Error::Transport(TransportError::timed_out("the time was up before there were credentials")));
        }
        if let Some(key) = &settings.api_key
            && !has_key
            && !request.headers().contains_key(API_KEY)
        {
            request.headers_mut().insert(API_KEY, key.clone());
        }
        for (name, mut value) in credentials {
            if let Some(name) = name
                && !request.headers().contains_key(&name)
            {
                value.set_sensitive(true);
                request.headers_mut().insert(name, value);
            }
        }
        let sent = settings.transport.send(request, left);
        let response = sent.await.map_err(Error::Transport)?;
        if response.status().is_success() { Ok(response) } else { Err(Error::Api(Box::new(ApiError::new(response)))) }
    }
}

impl fmt::Debug for Parts {
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
pub(super) fn all_texts<T: Wire>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    values.into_iter().flat_map(|value| texts(&value)).collect()
}
