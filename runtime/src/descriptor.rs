//! Constant facts about an API and its methods, which generated code declares.

mod api;
mod method;
mod upload;

pub use api::ApiDescriptor;
pub use method::MethodDescriptor;
pub use upload::UploadDescriptor;
