//! Divides a JSON array into its elements while it arrives.

/// Finds the elements of an array, over any division into chunks. Only the current element is
/// kept in memory.
///
/// Values outside of an array are elements, too: one object, or several in a row.
#[derive(Debug, Default)]
pub(super) struct JsonElements {
    position: Position,
    element: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Position {
    /// Outside of an array.
    #[default]
    Outside,
    /// After `[`.
    First,
    /// After an element of an array.
    AfterElement,
    /// After a comma.
    Next,
    Element(Element),
}

/// The position in an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Element {
    in_array: bool,
    /// The number of arrays and objects that are open.
    depth: usize,
    in_string: bool,
    is_escaped: bool,
    /// A number or a word, which ends before the next byte that does not belong to it.
    is_word: bool,
}

/// The error of input that is not a sequence of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JsonError {
    /// The input has a byte that no JSON text has there.
    Unexpected(u8),
    /// The element is longer than the limit.
    TooLong,
    /// The input ends within an array or an element.
    Incomplete,
}

impl JsonElements {
    /// Reads bytes up to the end of an element. Returns the number of bytes that were read, and the
    /// element if it is complete.
    pub(super) fn read(&mut self, bytes: &[u8], limit: u64) -> Result<(usize, Option<Vec<u8>>), JsonError> {
        // The part of `bytes` from here belongs to the element.
        let mut start = 0;
        for (index, &byte) in bytes.iter().enumerate() {
            let Position::Element(element) = self.position else {
                self.position = self.between(byte)?;
                start = index;
                continue;
            };
            let end = match element.next(byte) {
                Step::Continue(next) => {
                    self.position = Position::Element(next);
                    continue;
                }
                Step::EndAfter => index + 1,
                Step::EndBefore => index,
            };
            self.append(bytes.get(start..end).unwrap_or_default(), limit)?;
            return Ok((end, Some(self.end(element))));
        }
        if let Position::Element(_) = self.position {
            self.append(bytes.get(start..).unwrap_or_default(), limit)?;
        }
        Ok((bytes.len(), None))
    }

    /// Returns the last element, if it is complete at the end of the input.
    pub(super) fn finish(&mut self) -> Result<Option<Vec<u8>>, JsonError> {
        match self.position {
            Position::Outside => Ok(None),
            Position::Element(element) if element.is_word && !element.in_array => Ok(Some(self.end(element))),
            _ => Err(JsonError::Incomplete),
        }
    }

    /// Returns the position after a byte between elements.
    fn between(&self, byte: u8) -> Result<Position, JsonError> {
        let position = self.position;
        let in_array = position != Position::Outside;
        Ok(match (byte, position) {
            (b' ' | b'\t' | b'\n' | b'\r', _) => position,
            // The bytes of a byte order mark.
            (0xEF | 0xBB | 0xBF, Position::Outside) => position,
            (b'[', Position::Outside) => Position::First,
            (b']', Position::First | Position::AfterElement) => Position::Outside,
            (b',', Position::AfterElement) => Position::Next,
            (_, Position::AfterElement) => return Err(JsonError::Unexpected(byte)),
            _ => Position::Element(Element::start(byte, in_array).ok_or(JsonError::Unexpected(byte))?),
        })
    }

    fn append(&mut self, bytes: &[u8], limit: u64) -> Result<(), JsonError> {
        if (self.element.len() as u64).saturating_add(bytes.len() as u64) > limit {
            return Err(JsonError::TooLong);
        }
        self.element.extend_from_slice(bytes);
        Ok(())
    }

    fn end(&mut self, element: Element) -> Vec<u8> {
        self.position = if element.in_array { Position::AfterElement } else { Position::Outside };
        std::mem::take(&mut self.element)
    }
}

/// The effect of a byte on an element.
enum Step {
    Continue(Element),
    /// The byte is the last one of the element.
    EndAfter,
    /// The byte comes after the element.
    EndBefore,
}

impl Element {
    /// Returns the position after the first byte of an element, unless no value starts with it.
    fn start(byte: u8, in_array: bool) -> Option<Self> {
        let new = Self { in_array, depth: 0, in_string: false, is_escaped: false, is_word: false };
        Some(match byte {
            b'{' | b'[' => Self { depth: 1, ..new },
            b'"' => Self { in_string: true, ..new },
            b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Self { is_word: true, ..new },
            _ => return None,
        })
    }

    fn next(self, byte: u8) -> Step {
        if self.is_word {
            let continues = matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z');
            return if continues { Step::Continue(self) } else { Step::EndBefore };
        }
        let next = match byte {
            _ if self.is_escaped => Self { is_escaped: false, ..self },
            b'\\' if self.in_string => Self { is_escaped: true, ..self },
            b'"' => Self { in_string: !self.in_string, ..self },
            _ if self.in_string => self,
            b'{' | b'[' => Self { depth: self.depth.saturating_add(1), ..self },
            b'}' | b']' => Self { depth: self.depth.saturating_sub(1), ..self },
            _ => self,
        };
        if next.depth == 0 && !next.in_string { Step::EndAfter } else { Step::Continue(next) }
    }
}

/// The elements of a complete response that should be one message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Single {
    One(Vec<u8>),
    Several,
    None,
}

/// Returns the only element of an array. `None` if the text is not a complete array.
pub(crate) fn single(text: &[u8]) -> Option<Single> {
    if text.trim_ascii_start().first() != Some(&b'[') {
        return None;
    }
    let mut elements = JsonElements::default();
    let (read, first) = elements.read(text, u64::MAX).ok()?;
    let Some(first) = first else { return elements.finish().ok().map(|_| Single::None) };
    let (_, second) = elements.read(text.get(read..)?, u64::MAX).ok()?;
    if second.is_some() {
        return Some(Single::Several);
    }
    elements.finish().ok().map(|_| Single::One(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the elements of the chunks, each as text.
    fn read(chunks: &[&[u8]]) -> Result<Vec<String>, JsonError> {
        let (mut elements, mut all) = (JsonElements::default(), Vec::new());
        for chunk in chunks {
            let mut rest = *chunk;
            while !rest.is_empty() {
                let (read, element) = elements.read(rest, 100)?;
                rest = &rest[read..];
                all.extend(element);
            }
        }
        all.extend(elements.finish()?);
        Ok(all.into_iter().map(|element| String::from_utf8(element).expect("UTF-8")).collect())
    }

    fn read_text(text: &str) -> Result<Vec<String>, JsonError> {
        read(&[text.as_bytes()])
    }

    #[test]
    fn finds_elements_over_any_division() {
        let text = r#" [ {"a":"]}[\"\\","b":[1,{"c":[]}]} , "x,\"]", -1.5e+3,true,[[],[1]],null, {} ]
            {"after":1} 7"#;
        let expected = [
            r#"{"a":"]}[\"\\","b":[1,{"c":[]}]}"#,
            r#""x,\"]""#,
            "-1.5e+3",
            "true",
            "[[],[1]]",
            "null",
            "{}",
            r#"{"after":1}"#,
            "7",
        ];
        assert_eq!(read_text(text).expect("valid"), expected);
        for cut in 0..text.len() {
            let (before, after) = text.as_bytes().split_at(cut);
            assert_eq!(read(&[before, after]).expect("valid"), expected, "cut at {cut}");
        }
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        assert_eq!(read(&bytes).expect("valid"), expected);
    }

    #[test]
    fn accepts_inputs_without_elements() {
        for text in ["", " \n", "[]", "[ ]\r\n", "\u{feff}[]"] {
            assert_eq!(read_text(text).expect("valid"), Vec::<String>::new(), "{text:?}");
        }
    }

    #[test]
    fn rejects_what_is_not_a_sequence_of_values() {
        for (text, error) in [
            ("[", JsonError::Incomplete),
            ("[1", JsonError::Incomplete),
            ("[1,", JsonError::Incomplete),
            ("[{}", JsonError::Incomplete),
            ("[\"a", JsonError::Incomplete),
            ("{\"a\":", JsonError::Incomplete),
            ("[,", JsonError::Unexpected(b',')),
            ("[1,]", JsonError::Unexpected(b']')),
            ("[1 2]", JsonError::Unexpected(b'2')),
            ("]", JsonError::Unexpected(b']')),
            ("<html>", JsonError::Unexpected(b'<')),
        ] {
            assert_eq!(read_text(text), Err(error), "{text:?}");
        }
        assert_eq!(read_text(&format!("[\"{}\"]", "a".repeat(99))), Err(JsonError::TooLong));
        assert!(read_text(&format!("[\"{}\"]", "a".repeat(98))).is_ok());
    }

    #[test]
    fn finds_a_single_element() {
        for (text, expected) in [
            (" [{}] ", Some(Single::One(b"{}".to_vec()))),
            ("[]", Some(Single::None)),
            ("[{},{}]", Some(Single::Several)),
            ("[{}", None),
            ("{}", None),
            ("", None),
        ] {
            assert_eq!(single(text.as_bytes()), expected, "{text}");
        }
    }
}
