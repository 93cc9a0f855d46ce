/// Gives a request builder the function `upload`.
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
/// `by` says which ways the server knows, as the functions of [`UploadDescriptor`](crate::UploadDescriptor) name them.
#[doc(hidden)]
#[macro_export]
macro_rules! upload {
    ($name:ident -> $response:ty => $path:literal by $way:ident) => {
        impl $name {
            /// Sends media along: bytes, a file, or a stream.
            #[inline]
            pub fn upload(self, media: impl ::core::convert::Into<$crate::Body>) -> $crate::media::Upload<$response> {
                const PATH: $crate::__private::UploadDescriptor = $crate::__private::UploadDescriptor::$way($path);
                self.0.upload(PATH, media.into())
            }
        }
    };
}

/// Gives a request builder the function `download`.
#[doc(hidden)]
#[macro_export]
macro_rules! download {
    ($name:ident) => {
        impl $name {
            /// Asks for the media in place of the description.
            #[inline]
            pub fn download(self) -> $crate::media::Download {
                self.0.download()
            }
        }
    };
}
