//! The state while a JSON text is read.

use super::trail::Trail;

/// Where the reader is, and how it treats what does not fit.
pub(super) struct Reading {
    /// The path of the value that could not be read.
    pub(super) trail: Trail,
    format: Format,
    /// The names of the fields whose value did not fit and was kept, if that is allowed.
    kept: Option<Vec<String>>,
    /// The number of texts within texts around the value.
    depth: u8,
}

/// The maximum number of texts within texts, as many as the levels that serde_json accepts. Both
/// readers have it.
pub(super) const MAX_TEXTS: u8 = 128;

/// The format of the input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    /// JSON text, so that the text of a value is available.
    Json,
    /// JSON values, or any other format that serde supports.
    Any,
}

impl Reading {
    /// Creates the state to read JSON text. Values that do not fit are errors.
    pub(super) fn of_json() -> Self {
        Self { trail: Trail::default(), format: Format::Json, kept: None, depth: 0 }
    }

    /// Creates the state to read JSON text. Values of fields that do not fit are kept as unknown
    /// fields.
    pub(super) fn of_json_keeping_mismatched() -> Self {
        Self { kept: Some(Vec::new()), ..Self::of_json() }
    }

    /// Creates the state to read any format. Values that do not fit are errors.
    pub(super) fn of_any_format() -> Self {
        Self { format: Format::Any, ..Self::of_json() }
    }

    /// Returns `true` if the text of a value is available.
    pub(super) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Returns `true` if values of fields that do not fit are kept.
    pub(super) fn keeps_mismatched(&self) -> bool {
        self.kept.is_some()
    }

    /// Starts to read a text within the text. Returns `false` if that is one too many.
    pub(super) fn enter(&mut self) -> bool {
        let is_allowed = self.depth < MAX_TEXTS;
        self.depth += u8::from(is_allowed);
        is_allowed
    }

    /// Ends what [`enter`](Self::enter) started.
    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Records that the value of a field was kept.
    pub(super) fn keep(&mut self, name: &str) {
        if let Some(kept) = &mut self.kept {
            kept.push(name.to_owned());
        }
    }

    /// Returns the names of the fields whose values were kept, in the order of the input.
    pub(super) fn into_kept(self) -> Vec<String> {
        self.kept.unwrap_or_default()
    }
}
