//! Options of request builders that are set only if there is a value.

/// An extension trait to set an option only if there is a value for it.
///
/// It is implemented for all builders: requests, uploads, downloads, batches and clients.
///
/// # Examples
///
/// ```
/// use discovery_runtime::Maybe as _;
/// # use discovery_runtime::{ApiDescriptor, Call, Client, ClientBuilder, Json, MethodDescriptor};
/// # const LIST: MethodDescriptor = MethodDescriptor::new("notes.list", "GET", "notes");
/// # struct List(Call<Json>);
/// # impl List {
/// #     fn page_size(self, value: i32) -> Self { Self(self.0.query("pageSize", value)) }
/// #     fn filter(self, value: &str) -> Self { Self(self.0.query_text("filter", value)) }
/// # }
///
/// /// `list` represents the request builder of a generated crate: `client.notes().list()`.
/// fn search(list: List, filter: Option<String>, size: Option<i32>) -> List {
///     list.maybe(size, List::page_size).maybe(filter.as_deref(), List::filter)
/// }
///
/// # fn main() -> Result<(), discovery_runtime::Error> {
/// # let api = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
/// # let client: Client = ClientBuilder::new(api).build()?;
/// # let list = || List(Call::new(&client, &LIST));
/// let request = search(list(), Some("milk".to_owned()), None).0.request()?;
/// assert_eq!(request.uri().query(), Some("filter=milk&alt=json"));
/// # Ok(())
/// # }
/// ```
pub trait Maybe: Sized {
    /// Calls `set` with the value, if there is one.
    #[must_use]
    fn maybe<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }
}

impl<B> Maybe for B {}
