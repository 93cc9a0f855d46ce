//! The names in use in one Rust namespace.

use std::collections::{HashMap, HashSet};

/// The maximum length of a name. rustdoc writes one file for each type, and file systems limit file
/// names to 255 bytes.
const MAX_LENGTH: usize = 200;

/// A namespace: the types of a module, the fields of a struct, the variants of an enum, the
/// arguments of a function.
#[derive(Debug, Default)]
pub(crate) struct Namespace {
    /// Names that are never available.
    reserved: &'static [&'static str],
    used: HashSet<String>,
    /// The last number that was added to each name, so that numbering many equal names takes linear
    /// time.
    last_numbers: HashMap<String, usize>,
}

/// A name that is unique in its namespace.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Claimed {
    pub(crate) name: String,
    /// The wanted name was in use, and a number was added.
    pub(crate) numbered: bool,
    /// The wanted name was too long, and its end was removed.
    pub(crate) shortened: bool,
}

impl Claimed {
    /// Returns a warning if the name is not the wanted one. `numbered` returns the warning for a
    /// name with a number.
    pub(crate) fn warning(&self, numbered: impl FnOnce(&str) -> String) -> Option<String> {
        if self.numbered {
            return Some(numbered(&self.name));
        }
        let long = || format!("the name is longer than {MAX_LENGTH} characters in Rust; shortened to `{}`", self.name);
        self.shortened.then(long)
    }
}

impl Namespace {
    /// Creates a namespace in which the given names are in use.
    pub(crate) fn with(reserved: &'static [&'static str]) -> Self {
        Self { reserved, ..Self::default() }
    }

    /// Returns `true` if the name is in use.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.reserved.contains(&name) || self.used.contains(name)
    }

    /// Claims exactly this name. Returns `false` if it is in use.
    fn insert(&mut self, name: &str) -> bool {
        !self.reserved.contains(&name) && self.used.insert(name.to_owned())
    }

    /// Claims the wanted name. If it is in use, claims the name with `suffix`, which distinguishes
    /// the two. Only an additional number sets [`Claimed::numbered`].
    pub(crate) fn claim_with_suffix(&mut self, wanted: String, suffix: &str) -> Claimed {
        let (mut name, shortened) = shorten(wanted);
        if self.contains(&name) {
            name.push_str(suffix);
        }
        self.claim_short(name, shortened)
    }

    /// Claims the wanted name, or the first unused one with a number at its end.
    pub(crate) fn claim(&mut self, wanted: String) -> Claimed {
        let (wanted, shortened) = shorten(wanted);
        self.claim_short(wanted, shortened)
    }

    fn claim_short(&mut self, wanted: String, shortened: bool) -> Claimed {
        if self.insert(&wanted) {
            return Claimed { name: wanted, numbered: false, shortened };
        }
        let plain = wanted.strip_prefix("r#").unwrap_or(&wanted);
        // `_2` for snake_case names, `2` for CamelCase names that do not end in a digit.
        let camel = plain.starts_with(char::is_uppercase) && !plain.ends_with(|c: char| c.is_ascii_digit());
        let separator = if camel || plain.ends_with('_') { "" } else { "_" };
        let stem = format!("{plain}{separator}");
        let mut number = self.last_numbers.get(&stem).copied().unwrap_or(1);
        loop {
            number += 1;
            let name = format!("{stem}{number}");
            if self.insert(&name) {
                self.last_numbers.insert(stem, number);
                return Claimed { name, numbered: true, shortened };
            }
        }
    }
}

/// Removes the end of a name that is too long. Returns whether it was.
fn shorten(mut name: String) -> (String, bool) {
    if name.len() <= MAX_LENGTH {
        return (name, false);
    }
    // Names are ASCII, so every index is a boundary of characters.
    name.truncate(MAX_LENGTH);
    name.truncate(name.trim_end_matches('_').len());
    (name, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_names_that_are_in_use() {
        let mut namespace = Namespace::with(&["fields"]);
        let mut claim = |wanted: &str| namespace.claim(wanted.to_owned()).name;
        assert_eq!(claim("activated"), "activated");
        assert_eq!(claim("activated"), "activated_2");
        assert_eq!(claim("activated"), "activated_3");
        assert_eq!(claim("fields"), "fields_2");
        assert_eq!(claim("r#type"), "r#type");
        assert_eq!(claim("r#type"), "type_2");
        assert_eq!(claim("Activated"), "Activated");
        assert_eq!(claim("Activated"), "Activated2");
        assert_eq!(claim("Code39"), "Code39");
        assert_eq!(claim("Code39"), "Code39_2");
    }

    #[test]
    fn skips_numbered_names_that_are_in_use() {
        let mut namespace = Namespace::with(&["a_3"]);
        let names: Vec<String> = (0..4).map(|_| namespace.claim("a".to_owned()).name).collect();
        assert_eq!(names, ["a", "a_2", "a_4", "a_5"]);
    }

    #[test]
    fn numbers_many_equal_names_in_linear_time() {
        let mut namespace = Namespace::default();
        // Trying every number again, starting at 2, would take 20 billion steps.
        let last = (0..200_000).map(|_| namespace.claim("a".to_owned()).name).last();
        assert_eq!(last.as_deref(), Some("a_200000"));
    }

    #[test]
    fn adds_the_suffix_before_a_number() {
        let mut namespace = Namespace::with(&["Activated"]);
        let claimed = namespace.claim_with_suffix("Activated".to_owned(), "Lower");
        assert_eq!(claimed, Claimed { name: "ActivatedLower".to_owned(), numbered: false, shortened: false });
        assert!(namespace.claim_with_suffix("Activated".to_owned(), "Lower").numbered);
    }

    #[test]
    fn shortens_long_names_and_keeps_them_unique() {
        let mut namespace = Namespace::default();
        let long = format!("{}_b", "a".repeat(MAX_LENGTH - 1));
        let first = namespace.claim(long.clone());
        assert_eq!((first.name.as_str(), first.shortened), ("a".repeat(MAX_LENGTH - 1).as_str(), true));
        assert!(first.warning(|_| String::new()).is_some_and(|text| text.starts_with("the name is longer than 200")));
        let second = namespace.claim(long);
        assert_eq!(second.name, format!("{}_2", first.name));
        assert_eq!(second.warning(str::to_owned), Some(second.name.clone()));
        assert_eq!(namespace.claim("a".repeat(MAX_LENGTH)).warning(str::to_owned), None);
    }
}
