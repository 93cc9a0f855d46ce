//! Long-running operations: calls whose result is available later.
//!
//! Methods that start an operation have a function `operation` in addition to `send`. It returns an
//! [`Operation`], which sends the request when it is awaited, polls until the operation is done and
//! returns the result. [`start`](Operation::start) returns a handle instead, which can be stored by
//! its name, polled, canceled, and read as a stream of its progress.
//!
//! # Examples
//!
//! ```
//! use discovery_runtime::operation::Operation;
//! use discovery_runtime::{Error, MemoryTransport};
//! # use discovery_runtime::__private::{OperationDescriptor, OperationMessage, PollDescriptor};
//! # use discovery_runtime::{ApiDescriptor, Call, Client, ClientBuilder, Json, MethodDescriptor};
//! # const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "");
//! # const PRINT: MethodDescriptor = MethodDescriptor::new("notes.print", "POST", "v1/notes/{id}/print");
//! # #[derive(Debug)]
//! # struct Message;
//! # impl OperationMessage for Message {
//! #     type Metadata = Json;
//! #     const OPERATION: &'static OperationDescriptor =
//! #         &OperationDescriptor::response(&[PollDescriptor::new("operations.get", "v1/{+name}")]);
//! # }
//! # discovery_runtime::call! { Print -> Json }
//! # discovery_runtime::operation! { Print -> Message => Json }
//! # pub struct Print(Call<Json>);
//! # fn print(client: &Client, id: &str) -> Print { Print(Call::new(client, &PRINT).path_text("id", id)) }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let transport = MemoryTransport::new()
//! #     .answer(200, r#"{"name": "operations/1", "metadata": {"pages": 1}}"#)
//! #     .answer(200, r#"{"name": "operations/1", "metadata": {"pages": 2}, "done": true, "response": {"paper": 2}}"#);
//! # let client: Client = ClientBuilder::new(API).transport(transport.clone()).build()?;
//! // `print` represents a method of a generated crate.
//! let mut printing = print(&client, "7").operation().start().await?;
//! println!("{} has started", printing.name());
//! while let Some(progress) = printing.next().await {
//!     println!("{:?}", progress?.metadata);
//! }
//! let result = printing.wait().await?;
//! assert_eq!(result["paper"], 2);
//! # Ok(())
//! # }
//! ```

mod address;
mod handle;
mod pending;
mod policy;
mod poller;
mod snapshot;

pub use self::handle::{OperationHandle, Progress};
pub use self::pending::Operation;
pub use self::policy::PollPolicy;
