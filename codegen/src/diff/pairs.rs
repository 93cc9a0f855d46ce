//! Which thing of the old crate is which of the new one.

use std::collections::HashMap;

use crate::model::Name;

/// One thing, or what became of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pair<'a, T> {
    /// The same Rust name; the wire names may differ.
    Both(&'a T, &'a T),
    /// The same wire name under another Rust name.
    Renamed(&'a T, &'a T),
    Removed(&'a T),
    Added(&'a T),
}

/// Pairs things by their Rust names, as callers do, after those that kept their wire name and had to give way in Rust.
/// What came and went comes first, then what is in both; each in its own order.
pub(super) fn pairs<'a, T>(old: &'a [T], new: &'a [T], name: impl Fn(&T) -> &Name) -> Vec<Pair<'a, T>> {
    let old_wires = wires(old, &name);
    let new_wires = wires(new, &name);
    let by_rust: HashMap<&str, usize> =
        new.iter().enumerate().map(|(at, thing)| (name(thing).rust.as_str(), at)).collect();
    let mut used = vec![false; new.len()];
    let (mut pairs, mut kept) = (Vec::new(), Vec::with_capacity(old.len()));
    for thing in old {
        let own = name(thing);
        let shared = old_wires.get(own.wire.as_str()).is_none_or(Option::is_none);
        let wire = new_wires.get(own.wire.as_str()).copied().flatten().filter(|_| !shared);
        let rust = by_rust.get(own.rust.as_str()).copied();
        // What has the old Rust name and is known by another wire name in the old crate is that other thing.
        let rust = rust.filter(|at| {
            let same = new.get(*at).map(|thing| &name(thing).wire);
            same.is_some_and(|wire| *wire == own.wire || !old_wires.contains_key(wire.as_str()))
        });
        let same_wire = |at: usize| new.get(at).is_some_and(|thing| name(thing).wire == own.wire);
        let (found, renamed) = match (rust, wire) {
            (Some(at), _) if same_wire(at) => (Some(at), false),
            (_, Some(at)) => (Some(at), true),
            (at, None) => (at, false),
        };
        let taken = found.and_then(|at| used.get_mut(at)).is_none_or(|used| std::mem::replace(used, true));
        match found.and_then(|at| new.get(at)).filter(|_| !taken) {
            Some(other) if renamed => kept.push(Pair::Renamed(thing, other)),
            Some(other) => kept.push(Pair::Both(thing, other)),
            None => pairs.push(Pair::Removed(thing)),
        }
    }
    pairs.extend(new.iter().zip(used).filter(|(_, used)| !used).map(|(thing, _)| Pair::Added(thing)));
    pairs.extend(kept);
    pairs
}

/// Things by wire name; `None` for those that share one, as types inside others may.
fn wires<'a, T>(things: &'a [T], name: &impl Fn(&T) -> &Name) -> HashMap<&'a str, Option<usize>> {
    let mut wires = HashMap::with_capacity(things.len());
    for (at, thing) in things.iter().enumerate() {
        wires.entry(name(thing).wire.as_str()).and_modify(|at| *at = None).or_insert(Some(at));
    }
    wires
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &[(&str, &str)], new: &[(&str, &str)]) -> String {
        let names = |list: &[(&str, &str)]| -> Vec<Name> {
            list.iter().map(|(wire, rust)| Name { wire: (*wire).to_owned(), rust: (*rust).to_owned() }).collect()
        };
        let (old, new) = (names(old), names(new));
        let told = pairs(&old, &new, |name| name).into_iter().map(|pair| match pair {
            Pair::Both(old, new) => format!("{}={}", old.wire, new.wire),
            Pair::Renamed(old, new) => format!("{}>{}", old.rust, new.rust),
            Pair::Removed(old) => format!("-{}", old.wire),
            Pair::Added(new) => format!("+{}", new.wire),
        });
        told.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn by_rust_name() {
        assert_eq!(told(&[("a", "a"), ("b", "b")], &[("c", "c"), ("a", "a")]), "-b +c a=a");
        assert_eq!(told(&[("roomId", "room_id")], &[("room_id", "room_id")]), "roomId=room_id");
    }

    #[test]
    fn a_thing_that_gave_way_is_renamed() {
        // `fooBar` comes and takes the name of `foo_bar`.
        let (old, new) = ([("foo_bar", "foo_bar")], [("fooBar", "foo_bar"), ("foo_bar", "foo_bar_2")]);
        assert_eq!(told(&old, &new), "+fooBar foo_bar>foo_bar_2");
        assert_eq!(told(&new, &old), "-fooBar foo_bar_2>foo_bar");
        // Two that change places.
        assert_eq!(told(&[("a", "x"), ("b", "y")], &[("a", "y"), ("b", "x")]), "x>y y>x");
    }

    #[test]
    fn shared_wire_names_rename_nothing() {
        let (old, new) = ([("T", "T"), ("T", "TValue")], [("T", "T"), ("T", "TObject")]);
        assert_eq!(told(&old, &new), "-T +T T=T");
        // The type inside goes, whichever comes first; the schema of that name has nothing to do with it.
        assert_eq!(told(&[("T", "TValue"), ("T", "T")], &[("T", "T")]), "-T T=T");
        assert_eq!(told(&[("T", "T")], &[("T", "TValue"), ("T", "T")]), "+T T=T");
    }
}
