// @generated from discovery/notes.json by discovery-codegen. Do not edit.

//! `notes`: its methods, and the requests that they make.

use crate::runtime;
use crate::schemas;

/// The methods of `notes`.
///
/// Reached as `client.notes()`; what each method does stands in a table on [the API's page](crate).
#[derive(Clone, Copy, Debug)]
pub struct Notes<'a> {
    pub(crate) client: &'a runtime::Client,
}

impl<'a> Notes<'a> {
    /// Gets a note.
    ///
    /// `GET https://notes.example/v1/notes/{id}`
    ///
    /// * `id` (path)
    ///
    /// Scope: [`NOTES_READONLY`](crate::scopes::NOTES_READONLY).
    #[inline]
    pub fn get(&self, id: &str) -> Get {
        Get(runtime::Call::new(self.client, &Get::METHOD).path_text("id", id))
    }
}

/// The request of [`Notes::get`]: `notes.notes.get`.
///
/// ```no_run
/// # async fn example(client: notes::Client) -> Result<(), notes::runtime::Error> {
/// let response = client.notes().get("id").send().await?;
/// println!("{response:?}");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Get(runtime::Call<schemas::Note>);

impl Get {
    /// What the method is on the wire.
    pub const METHOD: runtime::MethodDescriptor = runtime::MethodDescriptor::new(
            "notes.notes.get",
            "GET",
            "notes/{id}",
        )
        .with_scopes(&[crate::scopes::NOTES_READONLY]);
}

runtime::call!(Get -> schemas::Note);
