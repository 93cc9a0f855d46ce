//! Reads JSON text into values in place. This is the fast reader, which accepts almost all texts.
//!
//! All others are rejected without a reason: values that do not fit, texts that are not JSON, too
//! many levels. They are then read again by [`deserialize`](super::deserialize), which accepts a few
//! more texts, and reports what is wrong with the rest, and where.

#[cfg(test)]
mod agreement;
mod collections;
mod fields;
mod hints;
mod number;
mod skip;
mod string;

use self::hints::Hints;
use super::event::TextSource;
use super::reading::MAX_TEXTS;
use super::{Event, ReadError, Wire};

/// A position in a JSON text.
pub struct Reader<'t> {
    text: &'t str,
    /// The position of the next byte. Always at the start of a character.
    position: usize,
    /// How many objects and arrays may be opened within the current one.
    levels: u8,
    /// How many texts within texts may be read.
    texts: u8,
    /// The characters of a string with escapes.
    unescaped: String,
    hints: Hints,
}

/// The text was not read, because it is not JSON, does not fit, or is nested too deeply.
#[derive(Debug)]
pub struct Rejected;

/// The result of reading.
pub(crate) type Result<T = (), E = Rejected> = std::result::Result<T, E>;

/// serde_json's limit: the level at which it reports an error.
pub(super) const LEVELS: u8 = 128;

impl<'t> Reader<'t> {
    /// Creates a reader of a text.
    #[inline]
    pub(super) fn new(text: &'t str) -> Self {
        let hints = Hints::new(text.len());
        Self { text, position: 0, levels: LEVELS, texts: MAX_TEXTS, unescaped: String::new(), hints }
    }

    /// Reads the whole text.
    #[inline]
    pub(super) fn read_document<T: Wire + ?Sized>(mut self, value: &mut T) -> Result {
        self.value(value)?;
        self.skip_whitespace();
        if self.position == self.text.len() { Ok(()) } else { Err(Rejected) }
    }

    #[inline]
    fn skip_whitespace(&mut self) {
        self.peek();
    }

    /// Skips white space and returns the next byte, or 0 at the end.
    #[inline]
    fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.position) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.position += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Skips white space and the byte `expected`.
    #[inline]
    fn expect(&mut self, expected: u8) -> Result {
        if self.peek() != expected {
            return Err(Rejected);
        }
        self.position += 1;
        Ok(())
    }

    /// Skips a literal such as `null`.
    #[inline]
    fn literal(&mut self, literal: &str) -> Result {
        if !self.text.as_bytes().get(self.position..).is_some_and(|rest| rest.starts_with(literal.as_bytes())) {
            return Err(Rejected);
        }
        self.position += literal.len();
        Ok(())
    }

    /// Reads any value.
    #[inline]
    fn value<T: Wire + ?Sized>(&mut self, value: &mut T) -> Result {
        if self.skip_null()? { value.read(Event::Null).map_err(|_| Rejected) } else { value.read_from(self) }
    }

    /// Skips `null` and returns `true`, if it is the next value.
    #[inline]
    pub(super) fn skip_null(&mut self) -> Result<bool> {
        if self.peek() != b'n' {
            return Ok(false);
        }
        self.literal("null").map(|()| true)
    }

    /// Returns `true` if the next value is an array or an object.
    pub(super) fn is_container(&mut self) -> bool {
        matches!(self.peek(), b'[' | b'{')
    }

    /// Returns `true` if the next value is an object.
    pub(super) fn is_object(&mut self) -> bool {
        self.peek() == b'{'
    }

    /// Returns `true` if the next value is a string.
    #[inline]
    pub(super) fn is_string(&mut self) -> bool {
        self.peek() == b'"'
    }

    /// Reads `true` or `false`. Returns `None` if neither can be next.
    #[inline]
    pub(super) fn bool(&mut self) -> Result<Option<bool>> {
        match self.peek() {
            b't' => self.literal("true").map(|()| Some(true)),
            b'f' => self.literal("false").map(|()| Some(false)),
            _ => Ok(None),
        }
    }

    /// Reads a value that is neither an array nor an object.
    pub(super) fn scalar(&mut self) -> Result<Event<'_>> {
        match self.peek() {
            b'"' => self.string().map(Event::Str),
            b'-' | b'0'..=b'9' => self.number(),
            b'n' => self.literal("null").map(|()| Event::Null),
            _ => self.bool()?.map(Event::Bool).ok_or(Rejected),
        }
    }

    /// Skips a value and returns its text, which can be read more than once.
    pub(super) fn value_text(&mut self) -> Result<ValueText<'t>> {
        self.skip_whitespace();
        let start = self.position;
        self.skip_value()?;
        let text = self.text.get(start..self.position).ok_or(Rejected)?;
        Ok(ValueText { text, texts: self.texts.checked_sub(1).ok_or(Rejected)? })
    }

    /// Opens an object or an array.
    #[inline]
    fn open(&mut self, bracket: u8) -> Result {
        self.expect(bracket)?;
        self.levels -= 1;
        if self.levels == 0 { Err(Rejected) } else { Ok(()) }
    }

    /// Closes an object or an array if `bracket` is next. Returns `false` otherwise.
    #[inline]
    fn close(&mut self, bracket: u8) -> bool {
        let is_closed = self.peek() == bracket;
        if is_closed {
            self.position += 1;
            self.levels += 1;
        }
        is_closed
    }
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("position", &self.position).finish_non_exhaustive()
    }
}

/// The text of a value within another text.
pub(super) struct ValueText<'t> {
    text: &'t str,
    texts: u8,
}

impl TextSource for ValueText<'_> {
    fn read_into(&mut self, target: &mut dyn Wire) -> std::result::Result<(), ReadError> {
        let reader = Reader { texts: self.texts, ..Reader::new(self.text) };
        reader.read_document(target).map_err(|Rejected| ReadError::deferred())
    }

    fn text(&self) -> &str {
        self.text
    }
}
