//! Writes JSON text.

use std::fmt::{self, Write};

use super::buffer::Buffer;
use super::member_name::{MemberName, escape};
use super::message::ObjectKind;
use super::patch::merge_map_entries;
use super::plain::{SHORT, copy_plain, copy_short, plain_end};
use super::{FieldVisitor, Json, Message, Number, UnknownFields, View, Wire};

/// A compact JSON text that is being written.
#[derive(Debug)]
pub struct Writer(Buffer);

impl Writer {
    /// Creates a writer of an empty text.
    #[inline]
    pub(super) const fn new() -> Self {
        Self(Buffer::new())
    }

    /// Returns the text.
    #[inline]
    pub(super) fn into_text(self) -> Vec<u8> {
        self.0.into_text()
    }

    /// Writes text without quotes and escapes.
    #[inline]
    pub(super) fn text(&mut self, text: &str) {
        self.0.extend(text.as_bytes());
    }

    /// Writes `null`.
    pub(super) fn null(&mut self) {
        self.0.push(b"null");
    }

    /// Writes a boolean.
    pub(super) fn bool(&mut self, value: bool) {
        if value { self.0.push(b"true") } else { self.0.push(b"false") }
    }

    /// Writes the members of an object or the items of an array between its brackets. Each of them
    /// follows a comma; the opening bracket then replaces the first one.
    #[inline]
    fn container(&mut self, brackets: [u8; 2], write: impl FnOnce(&mut Self)) {
        let start = self.0.len();
        write(self);
        if self.0.len() == start {
            self.0.push(&brackets);
        } else {
            self.0.replace(start, brackets[0]);
            self.0.push(&[brackets[1]]);
        }
    }

    /// Writes an array.
    #[inline]
    pub(super) fn array<'v, T: Wire + ?Sized + 'v>(&mut self, items: impl IntoIterator<Item = &'v T>) {
        self.container(*b"[]", |writer| {
            for item in items {
                writer.0.push(b",");
                item.write(writer);
            }
        });
    }

    /// Writes a comma and the name of a member.
    pub(super) fn name(&mut self, name: MemberName<'_>) {
        self.quoted::<_, _, true>(*b",\"", name.as_str(), *b"\":");
    }

    /// Writes a string.
    pub(super) fn string(&mut self, text: &str) {
        self.quoted::<_, _, false>(*b"\"", text, *b"\"");
    }

    /// Writes a string of `len` ASCII characters that `fill` writes, none of which has to be escaped.
    #[inline]
    pub(super) fn ascii(&mut self, len: usize, fill: impl FnOnce(&mut [u8])) {
        self.0.push(b"\"");
        if let Some(target) = self.0.window(len) {
            fill(target);
        }
        self.0.push(b"\"");
    }

    /// Writes a member whose value is a string.
    pub(super) fn string_member(&mut self, name: MemberName<'_>, text: &str) {
        self.member::<_, _, false>(name, *b"\":\"", text, *b"\"");
    }

    /// Writes a member whose value is a string without characters that have to be escaped.
    pub(super) fn plain_member(&mut self, name: MemberName<'_>, text: &str) {
        self.member::<_, _, true>(name, *b"\":\"", text, *b"\"");
    }

    /// Writes a member whose value is a number, or `true`, `false` or `null`.
    pub(super) fn token_member(&mut self, name: MemberName<'_>, token: &str) {
        // Short names and tokens are copied without calls of functions, so that this one does not
        // have to save registers.
        let (short, long) = (name.as_str().as_bytes(), token.as_bytes());
        if short.len() <= SHORT
            && long.len() <= SHORT
            && let Some(window) = self.0.available_window(short.len() + long.len() + 4)
            && let Some((first, rest)) = window.split_first_chunk_mut()
            && let Some((name_target, rest)) = rest.split_at_mut_checked(short.len())
            && let Some((middle, target)) = rest.split_first_chunk_mut()
        {
            (*first, *middle) = (*b",\"", *b"\":");
            copy_short(short, name_target);
            copy_short(long, target);
        } else {
            self.long_token_member(name, token);
        }
    }

    #[cold]
    fn long_token_member(&mut self, name: MemberName<'_>, token: &str) {
        self.member::<_, _, true>(name, *b"\":", token, []);
    }

    /// Writes a comma and the name of a member that may have to be escaped.
    #[inline]
    fn escaped_name(&mut self, name: &str) {
        self.quoted::<_, _, false>(*b",\"", name, *b"\":");
    }

    /// Writes an object with values of any type.
    pub(super) fn json_object(&mut self, members: &serde_json::Map<String, Json>) {
        self.container(*b"{}", |writer| {
            for (name, value) in members {
                writer.escaped_name(name);
                value.write(writer);
            }
        });
    }

    /// Writes the characters of a string after and before other bytes. If `PLAIN`, none of them has
    /// to be escaped.
    #[inline]
    fn quoted<const N: usize, const M: usize, const PLAIN: bool>(
        &mut self,
        before: [u8; N],
        text: &str,
        after: [u8; M],
    ) {
        let start = self.0.len();
        if let Some(window) = self.0.window(N + text.len() + M)
            && let Some((first, rest)) = window.split_first_chunk_mut()
            && let Some((target, last)) = rest.split_at_mut_checked(text.len())
            && let Some(last) = last.first_chunk_mut()
        {
            (*first, *last) = (before, after);
            let is_plain = copy_plain(text.as_bytes(), target) || PLAIN;
            if !is_plain {
                self.0.truncate(start);
                self.0.push(&before);
                self.escaped(text.as_bytes());
                self.0.push(&after);
            }
        }
    }

    /// Writes a name and the characters of a value, with other bytes between and after them. If
    /// `PLAIN`, none of these characters has to be escaped.
    #[inline]
    fn member<const N: usize, const M: usize, const PLAIN: bool>(
        &mut self,
        name: MemberName<'_>,
        between: [u8; N],
        text: &str,
        after: [u8; M],
    ) {
        let (name, start) = (name.as_str(), self.0.len());
        if let Some(window) = self.0.window(2 + name.len() + N + text.len() + M)
            && let Some((first, rest)) = window.split_first_chunk_mut()
            && let Some((name_target, rest)) = rest.split_at_mut_checked(name.len())
            && let Some((middle, rest)) = rest.split_first_chunk_mut()
            && let Some((target, last)) = rest.split_at_mut_checked(text.len())
            && let Some(last) = last.first_chunk_mut()
        {
            (*first, *middle, *last) = (*b",\"", between, after);
            copy_plain(name.as_bytes(), name_target);
            let is_plain = copy_plain(text.as_bytes(), target) || PLAIN;
            if !is_plain {
                self.0.truncate(start);
                self.0.push(b",\"");
                self.text(name);
                self.0.push(&between);
                self.escaped(text.as_bytes());
                self.0.push(&after);
            }
        }
    }

    /// Writes the characters of a string some of which have to be escaped.
    #[cold]
    fn escaped(&mut self, bytes: &[u8]) {
        let mut start = 0;
        let mut end = plain_end(bytes, start);
        loop {
            self.0.extend(bytes.get(start..end).unwrap_or_default());
            let Some(byte) = bytes.get(end) else { return };
            self.escape(*byte);
            start = end + 1;
            end = plain_end(bytes, start);
        }
    }

    fn escape(&mut self, byte: u8) {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x8 => "\\b",
            0x9 => "\\t",
            0xa => "\\n",
            0xc => "\\f",
            0xd => "\\r",
            _ => return self.text(&format!("\\u{byte:04x}")),
        };
        self.text(escape);
    }

    /// Writes an integer.
    #[inline]
    pub(super) fn integer(&mut self, value: impl itoa::Integer) {
        self.text(itoa::Buffer::new().format(value));
    }

    /// Writes an integer as a string.
    #[inline]
    pub(super) fn quoted_integer(&mut self, value: impl itoa::Integer) {
        self.string(itoa::Buffer::new().format(value));
    }

    /// Writes a member whose value is an integer.
    #[inline]
    pub(super) fn integer_member(&mut self, name: MemberName<'_>, value: impl itoa::Integer) {
        self.token_member(name, itoa::Buffer::new().format(value));
    }

    /// Writes a member whose value is an integer as a string.
    #[inline]
    pub(super) fn quoted_integer_member(&mut self, name: MemberName<'_>, value: impl itoa::Integer) {
        self.plain_member(name, itoa::Buffer::new().format(value));
    }

    /// Writes a number like serde_json.
    pub(super) fn number(&mut self, value: &Number) {
        if let Some(value) = value.as_u64() {
            return self.integer(value);
        }
        // Infallible: the number is finite, and writing to memory does not fail.
        let _ = serde_json::to_writer(&mut self.0, value);
    }

    /// Writes a value without characters that have to be escaped.
    fn displayed(&mut self, value: &dyn fmt::Display) {
        self.0.push(b"\"");
        // Writing to memory does not fail.
        let _ = write!(self.0, "{value}");
        self.0.push(b"\"");
    }

    /// Writes a member by the view of its value.
    pub(super) fn view_member(&mut self, name: MemberName<'_>, view: &View<'_>) {
        match view {
            View::Str(value) => self.string_member(name, value),
            _ => {
                self.name(name);
                self.view(view);
            }
        }
    }

    /// Writes a value by its view.
    pub(super) fn view(&mut self, view: &View<'_>) {
        match view {
            View::Null => self.null(),
            View::Bool(value) => self.bool(*value),
            View::I32(value) => self.integer(*value),
            View::U32(value) => self.integer(*value),
            View::I64(value) => self.quoted_integer(*value),
            View::U64(value) => self.quoted_integer(*value),
            View::Integer(value) => self.integer(*value),
            View::F32(value) => value.write(self),
            View::F64(value) => value.write(self),
            View::Str(value) => self.string(value),
            View::String(value) => self.string(value),
            View::Date(value) => self.displayed(value),
            View::DateTime(value) => self.displayed(value),
            View::Duration(value) => self.displayed(value),
            View::Timestamp(value) => self.displayed(value),
            View::Seq(items) => self.array((0..items.len()).filter_map(|index| items.at(index))),
            View::Message(message) => self.message(*message, ObjectKind::of(*message)),
            View::Number(value) => self.number(value),
            View::Json(value) => value.write(self),
        }
    }

    /// Writes a message or a map. Callers know the type, so that they know the kind, too.
    pub(super) fn message(&mut self, message: &dyn Message, kind: ObjectKind) {
        self.0.allocate();
        self.container(*b"{}", |writer| {
            message.fields(FieldVisitor(&mut |known, unknown| match kind {
                ObjectKind::Message if unknown.is_empty() => {
                    known.iter().for_each(|(name, field)| field.write_field(MemberName::new(name), writer));
                }
                ObjectKind::Message | ObjectKind::EscapedMessage => writer.fields(known, unknown),
                ObjectKind::Map => writer.entries(known),
            }));
        });
    }

    /// Writes an object without members.
    #[inline]
    pub(super) fn empty_object(&mut self) {
        self.0.push_all(b"{}");
    }

    /// Writes a message or a map as a member.
    pub(super) fn message_member(&mut self, name: MemberName<'_>, message: &dyn Message, kind: ObjectKind) {
        self.name(name);
        self.message(message, kind);
    }

    fn entries(&mut self, entries: &[(&str, &dyn Wire)]) {
        for (name, value) in entries {
            value.write_member(MemberName::new(&escape(name)), self);
        }
    }

    /// Writes the known fields that no unknown field overrides, and then the unknown fields.
    fn fields(&mut self, known: &[(&str, &dyn Wire)], unknown: &UnknownFields) {
        for (name, field) in known {
            if !unknown.contains(name) {
                field.write_field(MemberName::new(&escape(name)), self);
            }
        }
        for (name, value) in unknown.values() {
            self.name(MemberName::new(&escape(name)));
            match (merge_map_entries(known, name, value.json()), value.text()) {
                (Some(merged), _) => merged.write(self),
                (None, Some(text)) => self.text(text),
                (None, None) => value.json().write(self),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::message;
    use crate::wire::json_text::{read, write};
    use crate::wire::{Json, Map, UnknownFields};

    #[test]
    fn escapes_names_and_strings_like_serde_json() {
        let specials = ['"', '\\', '\u{0}', '\u{8}', '\t', '\n', '\u{c}', '\r', '\u{1f}', '\u{7f}', 'é', '🦀'];
        for len in 0..50 {
            for position in 0..len {
                for special in specials {
                    let mut text = "a".repeat(len);
                    text.replace_range(position..=position, &special.to_string());
                    let map = Map::from([(text.clone(), text.clone()), ("plain".to_owned(), text)]);
                    assert_eq!(write(&map), serde_json::to_string(&map).unwrap());
                }
            }
        }
    }

    #[derive(Clone)]
    struct Quotes {
        plain: Option<i32>,
        quote: Option<String>,
        list: Vec<bool>,
        message: Option<Map<f64>>,
        unknown_fields: UnknownFields,
    }

    message! {
        Quotes as unknown_fields, escapes_names {
            "plain" => plain,
            "\"quote\"" => quote,
            "back\\slash" => list,
            "\u{1}\n" => message,
        }
    }

    #[test]
    fn escapes_names_of_fields() {
        let json = r#"{"plain":1,"\"quote\"":"\"","back\\slash":[true],"\u0001\n":{"\"":0.5},"\\":"\n"}"#;
        let quotes: Quotes = read(json).unwrap();
        assert_eq!((quotes.quote.as_deref(), quotes.list.len()), (Some("\""), 1));
        assert_eq!(write(&quotes), json);
        assert_eq!(write(&Box::new(quotes)), json);
    }

    #[test]
    fn writes_texts_of_any_length() {
        for len in 0..600 {
            let map = Map::from([("name".to_owned(), vec!["é".repeat(len); 40]), ("next".to_owned(), Vec::new())]);
            assert_eq!(write(&map), serde_json::to_string(&map).unwrap());
        }
    }

    #[test]
    fn separates_items_and_members() {
        assert_eq!(write(&vec![vec![], vec![true], vec![false, true]]), "[[],[true],[false,true]]");
        let map = Map::from([("a".to_owned(), Map::new()), ("b".to_owned(), Map::from([("c".to_owned(), Some(1))]))]);
        assert_eq!(write(&map), r#"{"a":{},"b":{"c":1}}"#);
        let map = Map::from([("a".to_owned(), None), ("b".to_owned(), Some(Json::from(vec![1, 2])))]);
        assert_eq!(write(&map), r#"{"a":null,"b":[1,2]}"#);
    }
}
