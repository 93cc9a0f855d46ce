//! Constant facts about APIs, methods and uploads, which generated code declares.

mod api;
mod method;
mod upload;

pub use self::api::ApiDescriptor;
pub use self::method::MethodDescriptor;
pub use self::upload::UploadDescriptor;
