//! JSON pointers (RFC 6901) to values of a document.

use std::fmt;

/// A path from the root of a document. Implemented as a chain of values on the stack, so that
/// walking a document does not allocate.
#[derive(Clone, Copy)]
pub(crate) struct Pointer<'a> {
    parent: Option<&'a Pointer<'a>>,
    segment: Segment<'a>,
}

#[derive(Clone, Copy)]
enum Segment<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl<'a> Pointer<'a> {
    pub(crate) const ROOT: Pointer<'static> = Pointer { parent: None, segment: Segment::Root };

    pub(crate) fn key(&'a self, key: &'a str) -> Pointer<'a> {
        Pointer { parent: Some(self), segment: Segment::Key(key) }
    }

    pub(crate) fn index(&'a self, index: usize) -> Pointer<'a> {
        Pointer { parent: Some(self), segment: Segment::Index(index) }
    }
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.segment {
            Segment::Root => Ok(()),
            Segment::Key(key) if key.contains(['~', '/']) => {
                write!(f, "/{}", key.replace('~', "~0").replace('/', "~1"))
            }
            Segment::Key(key) => {
                f.write_str("/")?;
                f.write_str(key)
            }
            Segment::Index(index) => write!(f, "/{index}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_slash_and_tilde() {
        let root = Pointer::ROOT;
        let schemas = root.key("schemas");
        let escaped = schemas.key("a/b~c");
        assert_eq!(escaped.index(3).to_string(), "/schemas/a~1b~0c/3");
        assert_eq!(root.to_string(), "");
    }
}
