//! The names that are taken in one Rust namespace.

use std::collections::HashSet;

/// A namespace: a module's types, a struct's fields, an enum's variants, a function's arguments.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
}

/// A name, and whether it had to give way.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) clashed: bool,
}

impl Scope {
    /// A namespace in which these are in use already.
    pub(crate) fn with(reserved: &[&str]) -> Self {
        Self { taken: reserved.iter().map(|&name| name.to_owned()).collect() }
    }

    /// Gives the name wanted, or else the same with a word behind that tells the two apart. Only a number, which
    /// says nothing, counts as a clash.
    pub(crate) fn give_or(&mut self, wanted: String, word: &str) -> Given {
        if self.taken.contains(&wanted) { self.give(format!("{wanted}{word}")) } else { self.give(wanted) }
    }

    /// Gives the name wanted, or the first free one with a number behind.
    pub(crate) fn give(&mut self, wanted: String) -> Given {
        if self.taken.insert(wanted.clone()) {
            return Given { name: wanted, clashed: false };
        }
        let plain = wanted.strip_prefix("r#").unwrap_or(&wanted);
        // `_2` reads as a part of a snake_case name, `2` as a part of a CamelCase one.
        let camel = plain.starts_with(char::is_uppercase) && !plain.ends_with(|c: char| c.is_ascii_digit());
        let separator = if camel || plain.ends_with('_') { "" } else { "_" };
        let mut number = 2_usize;
        loop {
            let name = format!("{plain}{separator}{number}");
            if self.taken.insert(name.clone()) {
                return Given { name, clashed: true };
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_one_gets_a_number() {
        let mut scope = Scope::with(&["fields"]);
        let mut give = |wanted: &str| scope.give(wanted.to_owned()).name;
        assert_eq!(give("activated"), "activated");
        assert_eq!(give("activated"), "activated_2");
        assert_eq!(give("activated"), "activated_3");
        assert_eq!(give("fields"), "fields_2");
        assert_eq!(give("r#type"), "r#type");
        assert_eq!(give("r#type"), "type_2");
        assert_eq!(give("Activated"), "Activated");
        assert_eq!(give("Activated"), "Activated2");
        assert_eq!(give("Code39"), "Code39");
        assert_eq!(give("Code39"), "Code39_2");
        let given = scope.give_or("Activated".to_owned(), "Lower");
        assert_eq!(given, Given { name: "ActivatedLower".to_owned(), clashed: false });
        assert!(scope.give_or("Activated".to_owned(), "Lower").clashed);
    }
}
