//! Matches the items of the old crate with those of the new one.

use std::collections::HashMap;

use crate::model::Name;

/// An item of one or both crates.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pair<'a, T> {
    /// An item with the same Rust name in both crates. Its wire names may differ.
    Both(&'a T, &'a T),
    /// An item with the same wire name and different Rust names.
    Renamed(&'a T, &'a T),
    Removed(&'a T),
    Added(&'a T),
}

/// Pairs items by their Rust names, which are the names that callers use.
///
/// An item that kept its wire name but lost its Rust name to another item is [`Pair::Renamed`].
/// Returns removed and added items first, then the others, each group in its original order.
pub(super) fn pairs<'a, T>(old: &'a [T], new: &'a [T], name: impl Fn(&T) -> &Name) -> Vec<Pair<'a, T>> {
    let old_by_wire = by_wire_name(old, &name);
    let new_by_wire = by_wire_name(new, &name);
    let new_by_rust: HashMap<&str, usize> =
        new.iter().enumerate().map(|(index, item)| (name(item).rust.as_str(), index)).collect();
    let mut used = vec![false; new.len()];
    let (mut pairs, mut kept) = (Vec::new(), Vec::with_capacity(old.len()));
    for item in old {
        let old_name = name(item);
        let wire_of = |index: usize| new.get(index).map(|item| name(item).wire.as_str());
        let unique = old_by_wire.get(old_name.wire.as_str()).is_some_and(Option::is_some);
        let same_wire = new_by_wire.get(old_name.wire.as_str()).copied().flatten().filter(|_| unique);
        // If the new item with this Rust name has a wire name that the old crate also has, then it
        // is the counterpart of that other item.
        let same_rust = new_by_rust.get(old_name.rust.as_str()).copied().filter(|index| {
            wire_of(*index).is_some_and(|wire| wire == old_name.wire || !old_by_wire.contains_key(wire))
        });
        let (found, renamed) = match (same_rust, same_wire) {
            (Some(index), _) if wire_of(index) == Some(&old_name.wire) => (Some(index), false),
            (_, Some(index)) => (Some(index), true),
            (index, None) => (index, false),
        };
        let available = found.and_then(|index| used.get_mut(index)).is_some_and(|used| !std::mem::replace(used, true));
        match found.and_then(|index| new.get(index)).filter(|_| available) {
            Some(other) if renamed => kept.push(Pair::Renamed(item, other)),
            Some(other) => kept.push(Pair::Both(item, other)),
            None => pairs.push(Pair::Removed(item)),
        }
    }
    pairs.extend(new.iter().zip(used).filter(|(_, used)| !used).map(|(item, _)| Pair::Added(item)));
    pairs.extend(kept);
    pairs
}

/// Returns the index of each item by its wire name, and `None` for wire names that several items
/// share, as nested types may.
fn by_wire_name<'a, T>(items: &'a [T], name: &impl Fn(&T) -> &Name) -> HashMap<&'a str, Option<usize>> {
    let mut indices = HashMap::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        indices.entry(name(item).wire.as_str()).and_modify(|index| *index = None).or_insert(Some(index));
    }
    indices
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs names given as (wire, Rust), and prints the pairs.
    fn print_pairs(old: &[(&str, &str)], new: &[(&str, &str)]) -> String {
        let names = |list: &[(&str, &str)]| -> Vec<Name> {
            list.iter().map(|(wire, rust)| Name { wire: (*wire).to_owned(), rust: (*rust).to_owned() }).collect()
        };
        let (old, new) = (names(old), names(new));
        let printed = pairs(&old, &new, |name| name).into_iter().map(|pair| match pair {
            Pair::Both(old, new) => format!("{}={}", old.wire, new.wire),
            Pair::Renamed(old, new) => format!("{}>{}", old.rust, new.rust),
            Pair::Removed(old) => format!("-{}", old.wire),
            Pair::Added(new) => format!("+{}", new.wire),
        });
        printed.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pairs_by_rust_name() {
        assert_eq!(print_pairs(&[("a", "a"), ("b", "b")], &[("c", "c"), ("a", "a")]), "-b +c a=a");
        assert_eq!(print_pairs(&[("roomId", "room_id")], &[("room_id", "room_id")]), "roomId=room_id");
    }

    #[test]
    fn finds_items_whose_rust_name_was_taken() {
        // `fooBar` is new and takes the Rust name of `foo_bar`.
        let (old, new) = ([("foo_bar", "foo_bar")], [("fooBar", "foo_bar"), ("foo_bar", "foo_bar_2")]);
        assert_eq!(print_pairs(&old, &new), "+fooBar foo_bar>foo_bar_2");
        assert_eq!(print_pairs(&new, &old), "-fooBar foo_bar_2>foo_bar");
        // Two items swap their names.
        assert_eq!(print_pairs(&[("a", "x"), ("b", "y")], &[("a", "y"), ("b", "x")]), "x>y y>x");
    }

    #[test]
    fn does_not_rename_items_that_share_a_wire_name() {
        let (old, new) = ([("T", "T"), ("T", "TValue")], [("T", "T"), ("T", "TObject")]);
        assert_eq!(print_pairs(&old, &new), "-T +T T=T");
        // A nested type is removed or added; the schema with the same wire name is unrelated.
        assert_eq!(print_pairs(&[("T", "TValue"), ("T", "T")], &[("T", "T")]), "-T T=T");
        assert_eq!(print_pairs(&[("T", "T")], &[("T", "TValue"), ("T", "T")]), "+T T=T");
    }
}
