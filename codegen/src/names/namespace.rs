//! The names in use in one Rust namespace.

use std::collections::{HashMap, HashSet};

/// A namespace: the types of a module, the fields of a struct, the variants of an enum, the
/// arguments of a function.
#[derive(Debug, Default)]
pub(crate) struct Namespace {
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
}

impl Namespace {
    /// Creates a namespace in which the given names are in use.
    pub(crate) fn with(reserved: &[&str]) -> Self {
        Self { used: reserved.iter().map(|&name| name.to_owned()).collect(), last_numbers: HashMap::new() }
    }

    /// Claims the wanted name. If it is in use, claims the name with `suffix`, which distinguishes
    /// the two. Only an additional number sets [`Claimed::numbered`].
    pub(crate) fn claim_with_suffix(&mut self, wanted: String, suffix: &str) -> Claimed {
        if self.used.contains(&wanted) { self.claim(format!("{wanted}{suffix}")) } else { self.claim(wanted) }
    }

    /// Claims the wanted name, or the first unused one with a number at its end.
    pub(crate) fn claim(&mut self, wanted: String) -> Claimed {
        if self.used.insert(wanted.clone()) {
            return Claimed { name: wanted, numbered: false };
        }
        let plain = wanted.strip_prefix("r#").unwrap_or(&wanted);
        // `_2` for snake_case names, `2` for CamelCase names that do not end in a digit.
        let camel = plain.starts_with(char::is_uppercase) && !plain.ends_with(|c: char| c.is_ascii_digit());
        let separator = if camel || plain.ends_with('_') { "" } else { "_" };
        let stem = format!("{plain}{separator}");
        let number = self.last_numbers.entry(stem.clone()).or_insert(1);
        loop {
            *number += 1;
            let name = format!("{stem}{number}");
            if self.used.insert(name.clone()) {
                return Claimed { name, numbered: true };
            }
        }
    }
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
        assert_eq!(claimed, Claimed { name: "ActivatedLower".to_owned(), numbered: false });
        assert!(namespace.claim_with_suffix("Activated".to_owned(), "Lower").numbered);
    }
}
