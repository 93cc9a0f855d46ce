//! Builds HTTP requests.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::member::with_member;
use super::path_template;
use super::untyped_call::UntypedCall;
use crate::error::{BuildError, Error, Result};
use crate::headers::API_CLIENT;

impl UntypedCall {
    /// Builds the request of the call.
    pub(crate) fn request(&self) -> Result<http::Request<Bytes>> {
        let path = format!("{}{}", self.client.api().service_path(), self.method.path());
        self.request_to(&path, "json", self.encoded_body())
    }

    /// Builds the request that carries or announces media. `upload_type` is the upload protocol.
    pub(crate) fn request_as<B: Default>(
        &self,
        template: &str,
        upload_type: &str,
        body: Option<B>,
    ) -> Result<http::Request<B>> {
        let mut call = self.clone();
        call.generated_id = self.generated_id.of_same_call();
        call.query.set("uploadType", vec![upload_type.to_owned()]);
        call.request_to(template, "json", body)
    }

    /// Builds the request with another path template, relative to the root URL, and another body.
    /// `alt` is the format of the response.
    pub(crate) fn request_to<B: Default>(
        &self,
        template: &str,
        alt: &str,
        body: Option<B>,
    ) -> Result<http::Request<B>> {
        self.build(template, alt, body).map_err(|error| Error::from(error).with_method_id(self.method.id()))
    }

    fn build<B: Default>(&self, template: &str, alt: &str, body: Option<B>) -> Result<http::Request<B>, BuildError> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let url = self.url(template, alt)?;
        let mut request = http::Request::builder().method(self.method.http_method()).uri(url);
        if let Some(headers) = request.headers_mut() {
            self.write_headers(headers, alt, body.is_some());
        }
        let request = request.body(body.unwrap_or_default());
        request.map_err(|error| BuildError::new(format!("request cannot be built: {error}")))
    }

    fn url(&self, template: &str, alt: &str) -> Result<String, BuildError> {
        let path = path_template::expand(template.trim_start_matches('/'), &self.path)?;
        let mut url = format!("{}{path}", self.client.settings().root_url);
        let mut query = self.query.clone();
        if let Some((name, id)) = self.id_for_query() {
            query.set(name, vec![id.to_owned()]);
        }
        // The caller's own format, such as `sse`, takes precedence.
        if !query.has("alt") {
            query.set("alt", vec![alt.to_owned()]);
        }
        query.write(&mut url);
        Ok(url)
    }

    fn write_headers(&self, headers: &mut HeaderMap, alt: &str, has_body: bool) {
        let settings = self.client.settings();
        let accept = if alt == "json" && !self.method.has_raw_response() { "application/json" } else { "*/*" };
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        headers.insert(USER_AGENT, settings.user_agent.clone());
        headers.insert(HeaderName::from_static(API_CLIENT), settings.api_client.clone());
        if has_body {
            headers.insert(CONTENT_TYPE, self.content_type.clone());
        } else if matches!(self.method.http_method(), "POST" | "PUT" | "PATCH") {
            // Servers may respond with 411 if the length is missing, even without a body.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if let Some(version) = self.method.api_version() {
            headers.insert(HeaderName::from_static("x-goog-api-version"), HeaderValue::from_static(version));
        }
        headers.extend(self.headers.clone());
    }

    /// Returns the body of the request: the message, in the API's data wrapper if it has one.
    pub(crate) fn encoded_body(&self) -> Option<Bytes> {
        let mut message = self.message.clone()?;
        if let Some((name, id)) = self.id_for_message() {
            // A message that is not an object cannot have an id, and cannot be one of the method.
            message = with_member(Some(&message), name, &id.into()).unwrap_or(message);
        }
        let is_wrapped = self.client.api().has_data_wrapper() && !self.method.has_raw_request();
        Some(if is_wrapped { [br#"{"data":"#, &message[..], b"}"].concat().into() } else { message })
    }
}
