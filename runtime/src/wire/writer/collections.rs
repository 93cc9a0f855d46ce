//! Arrays and objects.

use super::Writer;
use crate::wire::member_name::escape;
use crate::wire::message::ObjectKind;
use crate::wire::patch::merge_map_entries;
use crate::wire::{FieldVisitor, Json, MemberName, Message, UnknownFields, Wire};

impl Writer {
    /// Writes an array.
    #[inline]
    pub(in crate::wire) fn array<'v, T: Wire + ?Sized + 'v>(&mut self, items: impl IntoIterator<Item = &'v T>) {
        self.container(*b"[]", |writer| {
            for item in items {
                writer.0.push(b",");
                item.write(writer);
            }
        });
    }

    /// Writes an object with values of any type.
    pub(in crate::wire) fn json_object(&mut self, members: &serde_json::Map<String, Json>) {
        self.container(*b"{}", |writer| {
            for (name, value) in members {
                writer.escaped_name(name);
                value.write(writer);
            }
        });
    }

    /// Writes a message or a map. Callers know the type, so that they know the kind, too.
    pub(in crate::wire) fn message(&mut self, message: &dyn Message, kind: ObjectKind) {
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

    // Not inlined, like the next one, so that the loop over the fields of most messages keeps its
    // variables in registers.
    #[inline(never)]
    fn entries(&mut self, entries: &[(&str, &dyn Wire)]) {
        for (name, value) in entries {
            value.write_member(MemberName::new(&escape(name)), self);
        }
    }

    /// Writes the known fields that no unknown field overrides, and then the unknown fields.
    #[inline(never)]
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
}

#[cfg(test)]
mod tests {
    use crate::wire::json_text::write;
    use crate::wire::{Json, Map};

    #[test]
    fn separates_items_and_members() {
        assert_eq!(write(&vec![vec![], vec![true], vec![false, true]]), "[[],[true],[false,true]]");
        let map = Map::from([("a".to_owned(), Map::new()), ("b".to_owned(), Map::from([("c".to_owned(), Some(1))]))]);
        assert_eq!(write(&map), r#"{"a":{},"b":{"c":1}}"#);
        let map = Map::from([("a".to_owned(), None), ("b".to_owned(), Some(Json::from(vec![1, 2])))]);
        assert_eq!(write(&map), r#"{"a":null,"b":[1,2]}"#);
    }
}
