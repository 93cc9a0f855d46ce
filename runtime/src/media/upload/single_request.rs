//! Uploads in a single request: the media only, or the message and the media as
//! `multipart/related`.

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};

use super::checksum::{ChecksumUse, RunningChecksum};
use super::options::UploadOptions;
use crate::body::{Body, multipart};
use crate::error::{BuildError, Result};
use crate::execute::{Executor, FirstByte};
use crate::request::UntypedCall;

pub(super) async fn send(
    executor: &Executor,
    call: &UntypedCall,
    path: &str,
    media: Body,
    options: UploadOptions,
) -> Result<http::Response<Vec<u8>>> {
    let checksum = ChecksumUse::of_call(call);
    let (sum, message) = (RunningChecksum::default(), call.encoded_body());
    let (message, media) = match media.as_bytes() {
        Some(bytes) => {
            sum.update(bytes);
            (message.map(|message| checksum.add_to_message(message, sum.value())), media)
        }
        None => (message, sum.of_body(media)),
    };
    let media_length = media.length();
    let (upload_type, content_type, body) = match message {
        None => ("media", options.content_type.clone(), media),
        Some(message) => {
            let media_type = options.content_type.to_str().unwrap_or("application/octet-stream");
            let (content_type, body) = multipart::related(&message, media_type, media);
            let content_type = HeaderValue::try_from(content_type);
            ("multipart", content_type.map_err(|error| BuildError::new(error.to_string()))?, body)
        }
    };
    let length = body.length();
    let mut request = call.request_as(path, upload_type, None)?.map(|_| ());
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    // Servers reject an empty body without a length: 411.
    if length != Some(0) {
        request.headers_mut().remove(CONTENT_LENGTH);
    }
    let executor = executor.clone().with_first_byte(FirstByte::Unlimited);
    let response = match body.as_bytes() {
        Some(bytes) => executor.send(&request.map(|()| bytes.clone())).await?,
        None => {
            if let Some(length) = length {
                request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
            }
            executor.send_once(request.map(|()| body)).await?
        }
    };
    checksum.verify(sum.value(), &response)?;
    if let Some(length) = media_length {
        options.progress.advance_to(length, media_length);
    }
    Ok(response)
}
