/// Implements the function `upload` of a request builder.
///
/// ```
/// use discovery_runtime::{Call, Json, call, upload};
///
/// pub struct Insert(Call<Json>);
///
/// call! { Insert -> Json }
/// upload! { Insert -> Json => "upload/v1/notes/{id}" by both }
/// ```
///
/// The name after `by` is a constructor of `UploadDescriptor`.
#[doc(hidden)]
#[macro_export]
macro_rules! upload {
    ($name:ident -> $response:ty => $path:literal by $constructor:ident) => {
        impl $name {
            /// Uploads media with the request: bytes, a file or a stream.
            #[inline]
            pub fn upload(self, media: impl ::core::convert::Into<$crate::Body>) -> $crate::media::Upload<$response> {
                const UPLOAD: $crate::__private::UploadDescriptor =
                    $crate::__private::UploadDescriptor::$constructor($path);
                self.0.upload(UPLOAD, media.into())
            }
        }
    };
}

/// Implements the function `download` of a request builder.
#[doc(hidden)]
#[macro_export]
macro_rules! download {
    ($name:ident) => {
        impl $name {
            /// Downloads the media instead of the response message.
            #[inline]
            pub fn download(self) -> $crate::media::Download {
                self.0.download()
            }
        }
    };
}
