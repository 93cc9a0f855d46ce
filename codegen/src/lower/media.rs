//! Uploads, downloads and subscriptions.

use super::path_template;
use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, Warnings, excerpt};
use crate::discovery::{Location, MediaUpload, RestMethod};
use crate::model::{Media, Upload};

pub(super) fn lower(method: &RestMethod, pointer: &Pointer<'_>, warnings: &mut Warnings) -> Result<Media, Error> {
    let upload = match &method.media_upload {
        None if method.supports_media_upload => {
            let message = "`mediaUpload` is missing; the method is generated without uploads";
            warnings.push(&pointer.key("supportsMediaUpload"), message);
            None
        }
        None => None,
        Some(upload) => lower_upload(method, upload, &pointer.key("mediaUpload"), warnings)?,
    };
    Ok(Media {
        upload,
        download: method.supports_media_download || method.use_media_download_service,
        subscription: method.supports_subscription,
    })
}

fn lower_upload(
    method: &RestMethod,
    upload: &MediaUpload,
    pointer: &Pointer<'_>,
    warnings: &mut Warnings,
) -> Result<Option<Upload>, Error> {
    let protocols = pointer.key("protocols");
    let paths = [("simple", &upload.simple_path), ("resumable", &upload.resumable_path)];
    for (name, path) in paths {
        if let Some(path) = path {
            check_path(method, path, &protocols.key(name).key("path"))?;
        }
    }
    if paths.iter().all(|(_, path)| path.is_none()) {
        let message =
            "neither `simple` nor `resumable` in `protocols` has a `path`; the method is generated without uploads";
        warnings.push(pointer, message);
        return Ok(None);
    }
    let max_size = upload.max_size.as_deref().and_then(|text| {
        let size = bytes(text);
        if size.is_none() {
            warnings.push(&pointer.key("maxSize"), "expected a size such as `10MB`; the limit is ignored");
        }
        size
    });
    Ok(Some(Upload {
        accept: upload.accept.clone(),
        max_size,
        simple_path: upload.simple_path.clone(),
        resumable_path: upload.resumable_path.clone(),
    }))
}

/// Checks that all variables of the path are path parameters of the method.
fn check_path(method: &RestMethod, path: &str, pointer: &Pointer<'_>) -> Result<(), Error> {
    for name in path_template::variables(path, pointer)? {
        let parameter = method.parameters.get(name);
        if parameter.is_none_or(|parameter| parameter.location != Some(Location::Path)) {
            let path = excerpt(path, 120);
            let message = format!("variable `{name}` of the path `{path}` is not a path parameter of the method");
            return Err(Error::at(pointer, message));
        }
    }
    Ok(())
}

/// Parses a size such as `10MB`, `5120GB` or `1024` and returns it in bytes.
fn bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: u64 = text.get(..digits)?.parse().ok()?;
    let shift = match text.get(digits..)?.trim().to_ascii_uppercase().as_str() {
        "" | "B" => 0,
        "KB" => 10,
        "MB" => 20,
        "GB" => 30,
        "TB" => 40,
        _ => return None,
    };
    number.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn parses_sizes() {
        assert_eq!(bytes("10MB"), Some(10_485_760));
        assert_eq!(bytes("5120GB"), Some(5_497_558_138_880));
        assert_eq!(bytes("77"), Some(77));
        assert_eq!(bytes("99999999999TB"), None);
        assert_eq!(bytes("many"), None);
    }
}
