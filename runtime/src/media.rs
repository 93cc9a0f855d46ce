//! Uploads and downloads.
//!
//! A request builder of a method that takes media has a function `upload`, one of a method that gives them `download`.

mod checksum;
mod download;
#[cfg(feature = "tokio")]
mod file;
mod resumable;
mod upload;

pub use self::download::{Download, Media};
pub use self::upload::Upload;
pub use crate::error::MediaError;
