//! How a method accepts media.

/// Where a method takes media. Generated code makes these.
#[derive(Clone, Copy, Debug)]
pub struct UploadDescriptor {
    path: &'static str,
    simple: bool,
    resumable: bool,
}

impl UploadDescriptor {
    /// A path template, from the root URL, that takes media in one request.
    #[must_use]
    pub const fn simple(path: &'static str) -> Self {
        Self { path, simple: true, resumable: false }
    }

    /// One that takes them in a session.
    #[must_use]
    pub const fn resumable(path: &'static str) -> Self {
        Self { path, simple: false, resumable: true }
    }

    /// One that takes them in either way.
    #[must_use]
    pub const fn both(path: &'static str) -> Self {
        Self { path, simple: true, resumable: true }
    }

    pub(crate) const fn path(&self) -> &'static str {
        self.path
    }

    pub(crate) const fn is_simple(&self) -> bool {
        self.simple
    }

    pub(crate) const fn is_resumable(&self) -> bool {
        self.resumable
    }
}
