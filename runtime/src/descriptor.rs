//! Constant facts about APIs, methods and uploads, which generated code declares.

mod api;
mod method;
mod operation;
mod upload;

pub use self::api::ApiDescriptor;
pub use self::method::MethodDescriptor;
pub(crate) use self::method::RequestId;
pub use self::operation::{OperationDescriptor, OperationMessage, PollDescriptor, ResultDescriptor};
pub use self::upload::UploadDescriptor;
