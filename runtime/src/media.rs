//! Uploads and downloads of media.
//!
//! A request builder whose method accepts media has a function `upload`, and one whose method
//! returns media has a function `download`. The options of the request builder (headers, timeout,
//! retry policy, …) apply to the transfer.
//!
//! An upload in a resumable session and a download continue after a lost connection; bytes that
//! arrived are not sent again.
//!
//! If the rate of a connection is limited, several are faster: `Download::slices`, and
//! [`Upload::parts`] for Cloud Storage.

mod checksum;
mod download;
#[cfg(feature = "tokio")]
mod file;
mod progress;
mod upload;

#[cfg(feature = "tokio")]
#[cfg_attr(docsrs, doc(cfg(feature = "tokio")))]
pub use self::download::SlicedDownload;
pub use self::download::{Download, Media};
pub use self::upload::{Upload, UploadInParts};
pub use crate::error::MediaError;
