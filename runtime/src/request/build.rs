//! Builds HTTP requests.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use super::member::{in_data_wrapper, with_member};
use super::shape::RequestShape;
use super::untyped_call::UntypedCall;
use super::{path_template, query};
use crate::error::{BuildError, Error, Result};
use crate::headers::METHOD_OVERRIDE;

/// The maximum length of the URL of a GET request. Google's servers reject longer ones, and so do
/// many proxies.
const MAX_URL_LENGTH: usize = 8 << 10;

/// The length of arguments in URLs, in bytes, for which memory is reserved.
const EXPECTED_ARGUMENTS: usize = 64;

/// The number of headers for which memory is reserved: those of the client, of the credentials and
/// of the transport.
const EXPECTED_HEADERS: usize = 6;

impl UntypedCall {
    /// Builds the request of the call.
    pub(crate) fn request(&self) -> Result<http::Request<Bytes>> {
        self.request_to(&self.path_template(), "json", self.encoded_body())
    }

    /// Builds the request of the call as a part of a batch, which can be of any length.
    pub(crate) fn request_in_batch(&self) -> Result<http::Request<Bytes>> {
        self.build(&self.path_template(), "json", self.encoded_body(), usize::MAX)
    }

    /// Returns the template of the method's path, relative to the root URL.
    pub(crate) fn path_template(&self) -> String {
        [self.client.api().service_path(), self.method.path()].concat()
    }

    /// Builds the request that carries or announces media. `upload_type` is the upload protocol.
    pub(crate) fn request_as(
        &self,
        template: &str,
        upload_type: &str,
        body: Option<Bytes>,
    ) -> Result<http::Request<Bytes>> {
        let mut call = self.clone();
        call.generated_id = self.generated_id.of_same_call();
        call.query.set("uploadType", vec![upload_type.to_owned()]);
        call.request_to(template, "json", body)
    }

    /// Builds the request with another path template, relative to the root URL, and another body.
    /// `alt` is the format of the response.
    pub(crate) fn request_to(&self, template: &str, alt: &str, body: Option<Bytes>) -> Result<http::Request<Bytes>> {
        self.build(template, alt, body, MAX_URL_LENGTH)
    }

    /// Returns the URL at another path template, relative to the root URL, and the headers of
    /// requests to it, which are not requests of the method.
    pub(crate) fn other_resource(
        &self,
        template: &str,
        variables: &[(&'static str, Vec<String>)],
    ) -> Result<(String, HeaderMap), BuildError> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let mut url = self.client.settings().root_url.clone();
        path_template::expand(template, variables, &mut url)?;
        let mut headers = HeaderMap::new();
        self.write_headers(&mut headers, "media", false);
        headers.remove(CONTENT_LENGTH);
        Ok((url, headers))
    }

    fn build(
        &self,
        template: &str,
        alt: &str,
        body: Option<Bytes>,
        max_url_length: usize,
    ) -> Result<http::Request<Bytes>> {
        let request = self.try_build(template, alt, body, max_url_length);
        request.map_err(|error| Error::from(error).with_method_id(self.method.id()))
    }

    fn try_build(
        &self,
        template: &str,
        alt: &str,
        body: Option<Bytes>,
        max_url_length: usize,
    ) -> Result<http::Request<Bytes>, BuildError> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        if !self.client.settings().sends_credentials {
            self.reject_credentials_in_query()?;
        }
        let root_url = &self.client.settings().root_url;
        let mut url = String::with_capacity(root_url.len() + template.len() + EXPECTED_ARGUMENTS);
        url.push_str(root_url);
        path_template::expand(template.trim_start_matches('/'), &self.path, &mut url)?;
        let path_length = url.len();
        url.push('?');
        self.write_query(alt, &mut url);
        let method = self.method.http_method();
        let is_form = method == "GET" && body.is_none() && url.len() > max_url_length;
        let mut headers = HeaderMap::with_capacity(EXPECTED_HEADERS);
        self.write_headers(&mut headers, alt, body.is_some());
        let (method, body) = if is_form {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
            headers.insert(HeaderName::from_static(METHOD_OVERRIDE), HeaderValue::from_static("GET"));
            let query = url.split_off(path_length + 1);
            url.truncate(path_length);
            ("POST", Some(query.into()))
        } else {
            (method, body)
        };
        let mut request = http::Request::new(body.unwrap_or_default());
        *request.method_mut() = http::Method::try_from(method).map_err(cannot_be_built)?;
        *request.uri_mut() = http::Uri::try_from(url).map_err(cannot_be_built)?;
        *request.headers_mut() = headers;
        if let Some(shape) = self.shape() {
            request.extensions_mut().insert(shape);
        }
        Ok(request)
    }

    /// Returns what the URL and the body do not show, if it matters.
    fn shape(&self) -> Option<RequestShape> {
        let api = self.client.api();
        let is_needed = api.has_data_wrapper() || self.method.path().starts_with("{+");
        is_needed.then(|| RequestShape { service_path: api.service_path(), has_data_wrapper: api.has_data_wrapper() })
    }

    /// Returns an error if the query contains credentials, which must not be sent unencrypted.
    fn reject_credentials_in_query(&self) -> Result<(), BuildError> {
        let secret = ["key", "access_token", "oauth_token"].into_iter().find(|name| self.query.has(name));
        secret.map_or(Ok(()), |name| {
            let problem = "is not sent to an insecure endpoint; see `ClientBuilder::send_credentials_in_clear`";
            Err(BuildError::new(format!("parameter `{name}` {problem}")))
        })
    }

    /// Appends the query, without `?`. It is never empty.
    fn write_query(&self, alt: &str, url: &mut String) {
        // The caller's own format, such as `sse`, takes precedence.
        let alt = (!self.query.has("alt")).then_some(("alt", alt));
        query::write(self.query.iter().chain(self.id_for_query()).chain(alt), url);
    }

    fn write_headers(&self, headers: &mut HeaderMap, alt: &str, has_body: bool) {
        let accept = if alt == "json" && !self.method.has_raw_response() { "application/json" } else { "*/*" };
        self.client.settings().write_headers(headers, accept);
        if has_body {
            headers.insert(CONTENT_TYPE, self.content_type.clone());
        } else if matches!(self.method.http_method(), "POST" | "PUT" | "PATCH") {
            // Servers may respond with 411 if the length is missing, even without a body.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if let Some(version) = self.method.api_version() {
            headers.insert(HeaderName::from_static("x-goog-api-version"), HeaderValue::from_static(version));
        }
        if !self.headers.is_empty() {
            headers.extend(self.headers.clone());
        }
    }

    /// Returns the body of the request: the message, in the API's data wrapper if it has one.
    pub(crate) fn encoded_body(&self) -> Option<Bytes> {
        let mut message = self.message.clone()?;
        if let Some((name, id)) = self.id_for_message() {
            // A message that is not an object cannot have an id, and cannot be one of the method.
            message = with_member(Some(&message), name, &id.into()).unwrap_or(message);
        }
        let is_wrapped = self.client.api().has_data_wrapper() && !self.method.has_raw_request();
        Some(if is_wrapped { in_data_wrapper(&message) } else { message })
    }
}

fn cannot_be_built(error: impl std::fmt::Display) -> BuildError {
    BuildError::new(format!("request cannot be built: {error}"))
}
