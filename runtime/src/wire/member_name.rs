//! Names of the members of an object.

use std::borrow::Cow;

use super::encode::encode_json;
use super::plain::plain_end;

/// A name as it is between the quotes of a JSON text, with escapes.
///
/// Nearly all names are literals of generated code. Checking each one for characters to escape,
/// each time it is written, would take a tenth of the time of encoding.
#[derive(Clone, Copy, Debug)]
pub struct MemberName<'n>(&'n str);

impl<'n> MemberName<'n> {
    /// Creates a name without characters to escape, or from the output of [`escape`].
    #[inline]
    pub(super) fn new(name: &'n str) -> Self {
        Self(name)
    }

    #[inline]
    pub(super) fn as_str(self) -> &'n str {
        self.0
    }
}

/// Escapes the characters of a name that a JSON text cannot contain.
pub(super) fn escape(name: &str) -> Cow<'_, str> {
    if plain_end(name.as_bytes(), 0) == name.len() {
        return Cow::Borrowed(name);
    }
    let quoted = encode_json(&name.into());
    Cow::Owned(quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned())
}
