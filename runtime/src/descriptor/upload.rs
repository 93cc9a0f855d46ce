//! Facts about a media upload.

/// Constant facts about how a method accepts media. Declared by generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadDescriptor {
    path: &'static str,
    simple: bool,
    resumable: bool,
}

impl UploadDescriptor {
    /// Creates a descriptor for a path template, relative to the root URL, that accepts media in a
    /// single request.
    #[must_use]
    pub const fn simple(path: &'static str) -> Self {
        Self { path, simple: true, resumable: false }
    }

    /// Creates a descriptor for a path template that accepts media in a resumable session.
    #[must_use]
    pub const fn resumable(path: &'static str) -> Self {
        Self { path, simple: false, resumable: true }
    }

    /// Creates a descriptor for a path template that accepts media in a single request and in a
    /// resumable session.
    #[must_use]
    pub const fn both(path: &'static str) -> Self {
        Self { path, simple: true, resumable: true }
    }

    /// Returns the path template, relative to the root URL.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Returns `true` if media can be sent in a single request.
    #[must_use]
    pub const fn is_simple(&self) -> bool {
        self.simple
    }

    /// Returns `true` if media can be sent in a resumable session.
    #[must_use]
    pub const fn is_resumable(&self) -> bool {
        self.resumable
    }
}
