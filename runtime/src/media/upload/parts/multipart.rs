//! The requests of a multipart upload.

use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::object::NewObject;
use super::reader::Part;
use super::xml::{element_text, escape};
use crate::body::Body;
use crate::error::{BuildError, MediaError, Result};
use crate::execute::Executor;
use crate::media::checksum::{HASH, combine, in_headers, to_header, to_text, verify_stored};
use crate::request::UntypedCall;
use crate::wire::Json;

/// A multipart upload that has been started.
pub(super) struct MultipartUpload {
    executor: Executor,
    object: NewObject,
    url: String,
    /// The headers of all requests.
    headers: HeaderMap,
    id: String,
}

/// A part that the server has.
pub(super) struct UploadedPart {
    pub(super) number: u32,
    pub(super) length: u64,
    crc32c: u32,
    etag: String,
}

impl MultipartUpload {
    /// Starts an upload. This is always retried: an unused upload has no parts.
    pub(super) async fn start(executor: &Executor, call: &UntypedCall, object: NewObject) -> Result<Self> {
        let variables = [("bucket", vec![object.bucket.clone()]), ("object", vec![object.name.clone()])];
        let (url, mut headers) = call.other_resource("{bucket}/{object}", &variables)?;
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        let executor = executor.clone().with_idempotent(true);
        let mut upload = Self { executor, object, url, headers, id: String::new() };
        let mut request = upload.request(Method::POST, "uploads", Bytes::new())?;
        request.headers_mut().extend(upload.object.headers.clone());
        let response = upload.executor.send(&request).await?;
        let id = element_text(&String::from_utf8_lossy(response.body()), "UploadId").filter(|id| !id.is_empty());
        upload.id = id.ok_or_else(|| MediaError::new("the server started a multipart upload without an `UploadId`"))?;
        Ok(upload)
    }

    /// Sends a part, of which the server verifies the checksum.
    pub(super) async fn send(&self, part: Part) -> Result<UploadedPart> {
        let (number, length, crc32c) = (part.number, part.bytes.len() as u64, crc32c::crc32c(&part.bytes));
        let query = format!("partNumber={number}&{}", self.id_parameter());
        let mut request = self.request(Method::PUT, &query, part.bytes)?;
        request.headers_mut().extend(to_header(crc32c).map(|hash| (HeaderName::from_static(HASH), hash)));
        let response = self.executor.concurrent().send(&request).await?;
        verify_stored(crc32c, in_headers(response.headers()))?;
        let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok());
        let etag = etag.ok_or_else(|| MediaError::new("the server accepted a part without an `ETag`"))?;
        Ok(UploadedPart { number, length, crc32c, etag: etag.to_owned() })
    }

    /// Creates the object. Returns a response with the known fields of its message.
    pub(super) async fn complete(&self, parts: Vec<UploadedPart>) -> Result<http::Response<Vec<u8>>> {
        let mut body = "<CompleteMultipartUpload>".to_owned();
        let (mut size, mut crc32c) = (0_u64, 0);
        for UploadedPart { number, length, crc32c: crc32c_of_part, etag } in parts {
            let etag = escape(&etag);
            body.push_str(&format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>"));
            size = size.saturating_add(length);
            crc32c = combine(crc32c, crc32c_of_part, length);
        }
        body.push_str("</CompleteMultipartUpload>");
        let mut request = self.request(Method::POST, &self.id_parameter(), body.into())?;
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        let response = self.executor.send(&request).await?;
        if !String::from_utf8_lossy(response.body()).contains("<CompleteMultipartUploadResult") {
            return Err(MediaError::new("the server did not confirm that the multipart upload is complete").into());
        }
        verify_stored(crc32c, in_headers(response.headers()))?;
        Ok(self.message(size, crc32c, &response))
    }

    /// Deletes the parts, as far as the server is reachable.
    pub(super) async fn abort(&self) {
        if let Ok(request) = self.request(Method::DELETE, &self.id_parameter(), Bytes::new()) {
            let _ = self.executor.send_once(request.map(Body::from)).await;
        }
    }

    fn id_parameter(&self) -> String {
        format!("uploadId={}", utf8_percent_encode(&self.id, NON_ALPHANUMERIC))
    }

    fn request(&self, method: Method, query: &str, body: Bytes) -> Result<http::Request<Bytes>> {
        let length = HeaderValue::from(body.len());
        let request = http::Request::builder().method(method).uri(format!("{}?{query}", self.url)).body(body);
        let mut request = request.map_err(|error| BuildError::new(format!("request cannot be built: {error}")))?;
        *request.headers_mut() = self.headers.clone();
        request.headers_mut().insert(CONTENT_LENGTH, length);
        Ok(request)
    }

    /// Returns a response like that of the JSON API.
    fn message(&self, size: u64, crc32c: u32, response: &http::Response<Vec<u8>>) -> http::Response<Vec<u8>> {
        let mut message = serde_json::Map::from_iter([
            ("bucket".to_owned(), Json::from(self.object.bucket.as_str())),
            ("name".to_owned(), Json::from(self.object.name.as_str())),
            ("size".to_owned(), Json::from(size.to_string())),
            ("crc32c".to_owned(), Json::from(to_text(crc32c))),
        ]);
        for (header, field) in [("x-goog-generation", "generation"), ("x-goog-metageneration", "metageneration")] {
            if let Some(number) = response.headers().get(header).and_then(|value| value.to_str().ok()) {
                message.insert(field.to_owned(), Json::from(number));
            }
        }
        http::Response::new(Json::from(message).to_string().into_bytes())
    }
}
