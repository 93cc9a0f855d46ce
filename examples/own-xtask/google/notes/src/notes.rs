// @generated from discovery/notes.json by discovery-codegen. Do not edit.

//! The `notes` resource and its request builders.

use crate::runtime;
use crate::schemas;

/// Methods of the `notes` resource.
///
/// Returned by `client.notes()`. See the [overview](crate) of all methods.
#[derive(Clone, Copy, Debug)]
pub struct Notes<'a> {
    pub(crate) client: &'a runtime::Client,
}

impl<'a> Notes<'a> {
    /// Gets a note.
    ///
    /// `GET https://notes.example/v1/notes/{id}`
    ///
    /// # Arguments
    ///
    /// * `id` (path)
    ///
    /// # Authorization
    ///
    /// Requires the scope [`NOTES_READONLY`](crate::scopes::NOTES_READONLY).
    #[inline]
    pub fn get(&self, id: &str) -> Get {
        Get(runtime::Call::of::<Get>(self.client).path_text("id", id))
    }
}

/// Request builder for [`Notes::get`], which calls `notes.notes.get`.
///
/// ```no_run
/// # async fn example(client: notes::Client) -> Result<(), notes::runtime::Error> {
/// let response = client.notes().get("id").send().await?;
/// println!("{response:?}");
/// # Ok(())
/// # }
/// ```
#[must_use = "requests do nothing until sent"]
pub struct Get(runtime::Call<schemas::Note>);

impl runtime::Method for Get {
    type Request = ();
    type Response = schemas::Note;
    const METHOD: runtime::MethodDescriptor = runtime::MethodDescriptor::new(
            "notes.notes.get",
            "GET",
            "notes/{id}",
        )
        .with_scopes(&[crate::scopes::NOTES_READONLY]);
}

runtime::call!(Get -> schemas::Note);
