//! Requests and responses as JSON, without secrets and without what differs in each run.

use http::header::{CONTENT_RANGE, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, StatusCode, Uri};
use serde_json::json;

use super::body;
use super::scrub::Scrubber;
use crate::body::multipart;
use crate::descriptor::MethodDescriptor;
use crate::testing::arguments::of_query;
use crate::testing::batch;
use crate::wire::{Json, Map};

/// The headers of requests that matter to a server.
const REQUEST_HEADERS: &[&str] = &[
    "content-range",
    "content-type",
    "if-match",
    "if-none-match",
    "range",
    "x-goog-api-version",
    "x-http-method-override",
    "x-upload-content-length",
    "x-upload-content-type",
];

/// The headers of responses that matter to a client.
const RESPONSE_HEADERS: &[&str] = &[
    "content-encoding",
    "content-range",
    "content-type",
    "etag",
    "last-modified",
    "location",
    "range",
    "retry-after",
    "www-authenticate",
    "x-goog-generation",
    "x-goog-hash",
    "x-goog-stored-content-encoding",
];

/// The parameters in the URL of a resumable session that are not secrets.
const SESSION_PARAMETERS: &[&str] = &["alt", "fields", "name", "prettyPrint", "uploadType", "upload_protocol"];

/// The minimum length of a part of a session's path that is a secret, in bytes, and of its last part.
const MIN_SESSION_ID: usize = 20;
const MIN_LAST_SESSION_ID: usize = 8;

/// Describes a request. `method` is that of the call, unless it is a batch.
pub(super) fn request(
    method: Option<&MethodDescriptor>,
    request: &http::Request<Vec<u8>>,
    scrubber: &mut Scrubber,
) -> Json {
    scrubber.learn_headers(request.headers());
    let (uri, headers) = (request.uri(), request.headers());
    let mut described = Map::<Json>::new();
    let mut set = |name: &str, value: Json| described.insert(name.to_owned(), value);
    set("method", request.method().as_str().into());
    set("url", url(uri, scrubber).into());
    set("headers", described_headers(headers, REQUEST_HEADERS, scrubber));
    if let Some(query) = uri.query() {
        set("query", self::query(query, scrubber));
    }
    let is_media = headers.contains_key(CONTENT_RANGE)
        || method.is_some_and(MethodDescriptor::has_raw_request)
        || uri.query().is_some_and(|query| query.split('&').any(|pair| pair == "uploadType=media"));
    let content_type = content_type(headers);
    if content_type.starts_with("application/x-www-form-urlencoded") {
        set("form", self::query(&String::from_utf8_lossy(request.body()), scrubber));
    } else if let Some(parts) = related_parts(content_type, request.body(), scrubber) {
        set("parts", parts);
    } else if let Some(calls) = batch::requests(uri, headers, request.body()).filter(|_| method.is_none()) {
        let calls = calls.into_iter().map(|part| self::request(None, &part.content, scrubber));
        set("calls", calls.collect());
    } else if let Some(body) = body::describe(request.body(), is_media, scrubber) {
        set("body", body);
    }
    object(described)
}

/// Describes a response. `request` is the URL of its request.
pub(super) fn response(
    method: Option<&MethodDescriptor>,
    request: &Uri,
    response: &http::Response<Vec<u8>>,
    scrubber: &mut Scrubber,
) -> Json {
    scrubber.learn_headers(response.headers());
    let headers = response.headers();
    if let Some(location) = headers.get(LOCATION).and_then(|location| location.to_str().ok()) {
        learn_session(location, request, scrubber);
    }
    let mut described_headers = described_headers(headers, RESPONSE_HEADERS, scrubber);
    if let Some(location) = described_headers.get_mut("location") {
        scrubber.everywhere(location);
    }
    let mut described = Map::<Json>::new();
    let mut set = |name: &str, value: Json| described.insert(name.to_owned(), value);
    set("status", response.status().as_u16().into());
    let is_media = response.status() == StatusCode::PARTIAL_CONTENT
        || method.is_some_and(MethodDescriptor::has_raw_response)
        || request.query().is_some_and(|query| query.split('&').any(|pair| pair == "alt=media"));
    let calls = batch::responses(headers, response.body()).filter(|_| method.is_none());
    if let Some(calls) = calls {
        let calls = calls.into_iter().map(|part| self::response(None, request, &part.content, scrubber));
        set("calls", calls.collect());
    } else if let Some(body) = body::describe(response.body(), is_media && response.status().is_success(), scrubber) {
        let is_unchanged = super::body::restore(Some(&body)).is_some_and(|body| body == *response.body());
        if !is_unchanged && let Some(headers) = described_headers.as_object_mut() {
            // The checksum is that of other bytes.
            headers.remove("x-goog-hash");
        }
        set("body", body);
    }
    set("headers", described_headers);
    object(described)
}

fn object(members: Map<Json>) -> Json {
    Json::Object(members.into_iter().collect())
}

fn url(uri: &Uri, scrubber: &mut Scrubber) -> String {
    let mut url = String::new();
    if let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) {
        url = format!("{scheme}://{authority}");
    }
    let segments =
        uri.path().split('/').map(|segment| scrubber.known_placeholder(segment).unwrap_or(segment.to_owned()));
    url.push_str(&segments.collect::<Vec<_>>().join("/"));
    url
}

fn query(query: &str, scrubber: &mut Scrubber) -> Json {
    let parameters = of_query(query).into_iter().map(|(name, values)| {
        let is_secret = scrubber.is_parameter(&name);
        let mut values = values.into_iter().map(|value| {
            let removed =
                if is_secret { Some(scrubber.placeholder(&value)) } else { scrubber.known_placeholder(&value) };
            removed.unwrap_or_else(|| scrubber.text(&value))
        });
        let value = match (values.next(), values.next()) {
            (Some(only), None) => Json::from(only),
            (first, second) => first.into_iter().chain(second).chain(values).collect(),
        };
        (name, value)
    });
    Json::Object(parameters.collect())
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn described_headers(headers: &HeaderMap, names: &[&str], scrubber: &mut Scrubber) -> Json {
    let described = names.iter().filter_map(|name| {
        let value = headers.get(*name)?.to_str().ok()?;
        // The boundary of a multipart body is different in each run.
        let is_multipart = *name == "content-type" && value.starts_with("multipart/");
        let value = if is_multipart { value.split(';').next().unwrap_or_default() } else { value };
        Some(((*name).to_owned(), Json::from(scrubber.text(value))))
    });
    Json::Object(described.collect())
}

/// Describes the message and the media of an upload.
fn related_parts(content_type: &str, body: &[u8], scrubber: &mut Scrubber) -> Option<Json> {
    if !content_type.starts_with("multipart/related") {
        return None;
    }
    let parts = multipart::divide(content_type, body)?;
    let describe = |(index, (headers, content)): (usize, (&[u8], &[u8]))| {
        let headers = String::from_utf8_lossy(headers);
        let content_type = headers.split_once(':').map_or("", |(_, value)| value.trim());
        // The first part is the message.
        json!({"type": content_type, "body": body::describe(content, index > 0, scrubber)})
    };
    Some(parts.into_iter().enumerate().map(describe).collect())
}

/// Remembers what the URL of a resumable session contains beyond that of the request: it authorizes
/// the upload.
fn learn_session(location: &str, request: &Uri, scrubber: &mut Scrubber) {
    let Ok(location) = location.parse::<Uri>() else { return };
    let known = of_query(request.query().unwrap_or_default());
    for (name, values) in of_query(location.query().unwrap_or_default()) {
        let is_known = known.iter().any(|(known, known_values)| *known == name && *known_values == values);
        if !is_known && !SESSION_PARAMETERS.contains(&name.as_str()) {
            scrubber.add_name(&name);
        }
    }
    if location.path() != request.path() {
        let mut min_length = MIN_LAST_SESSION_ID;
        for segment in location.path().rsplit('/') {
            // A word, such as `resumable`, is not the id of a session.
            let is_word = segment.len() < MIN_SESSION_ID && segment.bytes().all(|byte| byte.is_ascii_lowercase());
            if segment.len() >= min_length && !is_word {
                scrubber.placeholder(segment);
            }
            min_length = MIN_SESSION_ID;
        }
    }
}
