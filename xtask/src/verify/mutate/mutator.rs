//! Changes documents: some changes keep to the structure of a document, others do not.

use fastrand::Rng;

use super::hostile::{NAMES, NUMBERS, TEXT_CANARY, TEXTS, WORDS};
use super::json::{Json, Path, add, set};
use super::position::{is_name, is_read, is_used};

/// The members that are documentation, or end up in it.
const TEXT_MEMBERS: &[&str] = &["description", "title", "documentationLink", "pattern", "default"];
/// The members that consist of text and whose items do.
const LISTS_OF_TEXT: &[&str] = &["enumDescriptions", "accept"];
/// A member that no object has.
const UNKNOWN_MEMBER: &str = "zqunknown";

/// Changes documents at random.
pub(super) struct Mutator<'d> {
    pub(super) random: Rng,
    /// The documents from which parts are copied.
    documents: &'d [Json],
}

impl<'d> Mutator<'d> {
    pub(super) fn new(random: Rng, documents: &'d [Json]) -> Self {
        Self { random, documents }
    }

    /// Returns one of the documents after some changes.
    pub(super) fn document(&mut self) -> Json {
        let mut document = self.any(self.documents).cloned().unwrap_or(Json::Object(Vec::new()));
        for _ in 0..self.random.usize(1..7) {
            self.change(&mut document);
        }
        document
    }

    fn change(&mut self, document: &mut Json) {
        match self.random.u8(..40) {
            // These often make a document invalid.
            0 => self.replace(document),
            1 => self.remove(document),
            2 => self.swap(document),
            3 => self.change_word(document),
            4..7 => self.duplicate(document),
            7..13 => self.rename(document),
            13..19 => self.change_text(document),
            19..22 => self.copy(document),
            22..25 => self.nest(document),
            25..27 => self.refer(document),
            27..29 => self.add_values(document),
            29..31 => self.add_chain(document),
            31..33 => self.add_number(document),
            33..35 => self.add_member(document),
            35..38 => self.add_methods(document),
            _ => self.set_flag(document),
        }
    }

    pub(super) fn any<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() { None } else { items.get(self.random.usize(..items.len())) }
    }

    pub(super) fn word(&mut self, words: &'static [&'static str]) -> &'static str {
        self.any(words).copied().unwrap_or_default()
    }

    /// Returns the position of a value that the predicate, which receives its keys, accepts.
    pub(super) fn find(&mut self, document: &Json, accept: impl Fn(&[String], &Json) -> bool) -> Option<Path> {
        let mut paths = document.paths();
        paths.retain(|path| document.at(path).is_some_and(|value| accept(&document.keys(path), value)));
        self.any(&paths).cloned()
    }

    pub(super) fn name(&mut self) -> String {
        match self.random.u8(..20) {
            0 => "long".repeat(self.random.usize(10..200)),
            1 => self.word(NAMES).to_owned() + self.word(NAMES),
            _ => self.word(NAMES).to_owned(),
        }
    }

    pub(super) fn text(&mut self) -> String {
        let mut text: String = (0..self.random.usize(1..5)).map(|_| self.word(TEXTS)).collect();
        if self.random.u8(..20) == 0 {
            text = text.repeat(self.random.usize(2..50));
        }
        text
    }

    fn scalar(&mut self) -> Json {
        match self.random.u8(..6) {
            0 => Json::text(self.name()),
            // Any value may become a name.
            1 => Json::text(self.text().replace(TEXT_CANARY, "zqvalue")),
            2 => Json::text(self.word(WORDS)),
            3 => Json::raw(self.word(NUMBERS)),
            4 => Json::raw(self.word(&["true", "false", "null"])),
            _ => Json::text(""),
        }
    }

    fn replace(&mut self, document: &mut Json) {
        let new = match self.random.u8(..4) {
            0 => Json::Object(Vec::new()),
            1 => Json::List(vec![self.scalar()]),
            _ => self.scalar(),
        };
        let path = self.find(document, |keys, _| !keys.is_empty());
        set(document, path, new);
    }

    fn remove(&mut self, document: &mut Json) {
        let Some(mut path) = self.find(document, |keys, _| keys.len() > 1) else { return };
        let index = path.pop().unwrap_or_default();
        match document.at_mut(&path) {
            Some(Json::Object(members)) if index < members.len() => drop(members.remove(index)),
            Some(Json::List(items)) if index < items.len() => drop(items.remove(index)),
            _ => {}
        }
    }

    fn duplicate(&mut self, document: &mut Json) {
        let Some(mut path) = self.find(document, |keys, _| keys.len() > 1) else { return };
        let index = path.pop().unwrap_or_default();
        match document.at_mut(&path) {
            Some(Json::Object(members)) => members.extend(members.get(index).cloned()),
            Some(Json::List(items)) => items.extend(items.get(index).cloned()),
            _ => {}
        }
    }

    /// Renames a member whose key is a name, and sometimes what refers to it.
    fn rename(&mut self, document: &mut Json) {
        let is_named = |keys: &[String], _: &Json| is_name(keys);
        let Some(mut path) = self.find(document, is_named) else { return };
        let (index, name) = (path.pop().unwrap_or_default(), self.name());
        let Some(Json::Object(members)) = document.at_mut(&path) else { return };
        let Some((key, _)) = members.get_mut(index) else { return };
        let old = std::mem::replace(key, name.clone());
        if self.random.bool() {
            for path in document.paths() {
                match document.at_mut(&path) {
                    Some(Json::Text(text)) if *text == old => *text = name.clone(),
                    Some(Json::Text(text)) if text.contains(&format!("{{{old}}}")) => {
                        *text = text.replace(&format!("{{{old}}}"), &format!("{{{name}}}"));
                    }
                    _ => {}
                }
            }
        }
    }

    fn change_text(&mut self, document: &mut Json) {
        let is_text = |keys: &[String], value: &Json| {
            let key = |from_end: usize| keys.len().checked_sub(from_end).and_then(|index| keys.get(index));
            let own = key(1).is_some_and(|key| TEXT_MEMBERS.contains(&key.as_str()));
            let item = key(2).is_some_and(|key| LISTS_OF_TEXT.contains(&key.as_str()));
            matches!(value, Json::Text(_)) && (own || item) && !is_name(keys)
        };
        let path = self.find(document, is_text);
        let new = Json::text(self.text());
        set(document, path, new);
    }

    fn change_word(&mut self, document: &mut Json) {
        let path = self.find(document, |_, value| matches!(value, Json::Text(_)));
        let new = if self.random.bool() { Json::text(self.word(WORDS)) } else { Json::text(self.name()) };
        set(document, path, new);
    }

    fn swap(&mut self, document: &mut Json) {
        let (Some(one), Some(other)) = (self.find(document, |_, _| true), self.find(document, |_, _| true)) else {
            return;
        };
        // A value cannot take the position of one that contains it.
        if one.starts_with(&other) || other.starts_with(&one) {
            return;
        }
        if let (Some(a), Some(b)) = (document.at(&one).cloned(), document.at(&other).cloned())
            // Text may become a name elsewhere.
            && ![&a, &b].iter().any(|value| value.to_string().contains(TEXT_CANARY))
        {
            set(document, Some(one), b);
            set(document, Some(other), a);
        }
    }

    /// Copies a value from a document to a member of the same name.
    fn copy(&mut self, document: &mut Json) {
        let Some(source) = self.any(self.documents) else { return };
        let Some(from) = self.find(source, |keys, _| !keys.is_empty()) else { return };
        let key = source.keys(&from).pop();
        let to = self.find(document, |keys, _| keys.last() == key.as_ref());
        if let Some(value) = source.at(&from) {
            set(document, to, value.clone());
        }
    }

    fn add_member(&mut self, document: &mut Json) {
        let path = self.find(document, |_, value| matches!(value, Json::Object(_)));
        let (key, value) = (self.name(), self.scalar());
        add(document, path, key, value);
    }

    /// Changes a single value to one that has not been there. Returns its keys, or `None` if the
    /// document has no value that the generator reads.
    pub(super) fn change_one(&mut self, document: &mut Json) -> Option<Vec<String>> {
        let path = self.find(document, |keys, value| matches!(value, Json::Raw(_) | Json::Text(_)) && is_used(keys))?;
        let (_, parent) = path.split_last()?;
        let is =
            |member: &str, text: &str| document.at(parent)?.member(member).filter(|value| **value == Json::text(text));
        match document.keys(&path).last()?.as_str() {
            // Parameters of the path are always required.
            "required" if is("location", "path").is_some() => return None,
            // Some objects and lists have a format, which has no meaning.
            "format" if is("type", "object").or_else(|| is("type", "array")).is_some() => return None,
            _ => {}
        }
        let new = match document.at(&path)? {
            Json::Raw(text) if text == "true" => Json::raw("false"),
            Json::Raw(text) if text == "false" => Json::raw("true"),
            Json::Raw(_) => Json::raw("77"),
            _ => Json::text("zqchange"),
        };
        let keys = document.keys(&path);
        set(document, Some(path), new);
        Some(keys)
    }

    /// Adds a member that the format does not have. Returns its keys, or `None` if no object of the
    /// document can have one.
    pub(super) fn add_unknown_member(&mut self, document: &mut Json) -> Option<Vec<String>> {
        let path = self.find(document, |keys, value| matches!(value, Json::Object(_)) && is_read(keys))?;
        let keys = document.keys(&path).into_iter().chain([UNKNOWN_MEMBER.to_owned()]).collect();
        add(document, Some(path), UNKNOWN_MEMBER.to_owned(), Json::text("zqtext"));
        Some(keys)
    }
}
