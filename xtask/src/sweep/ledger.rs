//! Names that went in or came out, each as often as it did.

use std::collections::BTreeMap;

/// The things of one document, or of the crate made from it.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) methods: Names,
    /// Schemas, and the objects and enums that stand inside others without a name.
    pub(super) types: usize,
    pub(super) properties: Names,
    pub(super) parameters: Names,
    pub(super) values: Names,
}

/// Wire names, and where each stands. The places are empty on the way out.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, Vec<String>>);

impl Names {
    pub(super) fn add(&mut self, name: &str, place: String) {
        self.0.entry(name.to_owned()).or_default().push(place);
    }

    pub(super) fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Names that are here more often than there, with a place where one was lost.
    pub(super) fn missing_from<'a>(&'a self, there: &'a Self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(|(name, places)| {
            let found = there.0.get(name).map_or(0, Vec::len);
            places.get(found).map(|place| (name.as_str(), place.as_str()))
        })
    }
}
