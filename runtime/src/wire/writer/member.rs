//! Members of objects.

use super::Writer;
use crate::wire::message::ObjectKind;
use crate::wire::plain::{SHORT, copy_plain, copy_short};
use crate::wire::{MemberName, Message, View};

impl Writer {
    /// Writes a comma and the name of a member.
    pub(in crate::wire) fn name(&mut self, name: MemberName<'_>) {
        self.quoted::<_, _, true>(*b",\"", name.as_str(), *b"\":");
    }

    /// Writes a comma and the name of a member that may have to be escaped.
    #[inline]
    pub(super) fn escaped_name(&mut self, name: &str) {
        self.quoted::<_, _, false>(*b",\"", name, *b"\":");
    }

    /// Writes a member whose value is a string.
    pub(in crate::wire) fn string_member(&mut self, name: MemberName<'_>, text: &str) {
        self.member::<_, _, false>(name, *b"\":\"", text, *b"\"");
    }

    /// Writes a member whose value is a string without characters that have to be escaped.
    pub(in crate::wire) fn plain_member(&mut self, name: MemberName<'_>, text: &str) {
        self.member::<_, _, true>(name, *b"\":\"", text, *b"\"");
    }

    /// Writes a member whose value is a number, or `true`, `false` or `null`.
    pub(in crate::wire) fn token_member(&mut self, name: MemberName<'_>, token: &str) {
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

    /// Writes a message or a map as a member.
    pub(in crate::wire) fn message_member(&mut self, name: MemberName<'_>, message: &dyn Message, kind: ObjectKind) {
        self.name(name);
        self.message(message, kind);
    }

    /// Writes a member by the view of its value.
    pub(in crate::wire) fn view_member(&mut self, name: MemberName<'_>, view: &View<'_>) {
        match view {
            View::Str(value) => self.string_member(name, value),
            _ => {
                self.name(name);
                self.view(view);
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
}

#[cfg(test)]
mod tests {
    use crate::message;
    use crate::wire::json_text::{read, write};
    use crate::wire::{Map, UnknownFields};

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
}
