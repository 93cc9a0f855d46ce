//! `PartialEq` of messages, from the fields that they hand out.

use super::{Message, Seq, View, Wire};

/// Whether all fields of two messages of one type are equal, the unknown ones with them.
pub fn equal(one: &dyn Message, other: &dyn Message) -> bool {
    if one.map_len().is_some() {
        return equal_maps(one, other);
    }
    let mut equal = true;
    one.fields(&mut |ours, our_unknown| {
        other.fields(&mut |theirs, their_unknown| {
            equal = equal
                && our_unknown == their_unknown
                && ours.len() == theirs.len()
                // In a union, they may be of two types.
                && ours.iter().zip(theirs).all(|(one, other)| one.0 == other.0 && equal_values(one.1, other.1));
        });
    });
    equal
}

fn equal_maps(one: &dyn Message, other: &dyn Message) -> bool {
    let mut equal = one.map_len() == other.map_len();
    one.fields(&mut |entries, _| {
        equal = equal
            && entries.iter().all(|(name, one)| other.map_entry(name).is_some_and(|other| equal_values(*one, other)));
    });
    equal
}

pub(super) fn equal_values(one: &dyn Wire, other: &dyn Wire) -> bool {
    // What is absent and a JSON `null` look the same.
    one.is_set() == other.is_set()
        && match (one.view(), other.view()) {
            (View::Null, View::Null) => true,
            (View::Bool(one), View::Bool(other)) => one == other,
            (View::I32(one), View::I32(other)) => one == other,
            (View::U32(one), View::U32(other)) => one == other,
            (View::I64(one), View::I64(other)) => one == other,
            (View::U64(one), View::U64(other)) => one == other,
            (View::F32(one), View::F32(other)) => one == other,
            (View::F64(one), View::F64(other)) => one == other,
            (View::Str(one), View::Str(other)) => one == other,
            (View::Text(one), View::Text(other)) => one == other,
            (View::Seq(one), View::Seq(other)) => equal_lists(one, other),
            (View::Message(one), View::Message(other)) => equal(one, other),
            (View::Number(one), View::Number(other)) => one == other,
            (View::Json(one), View::Json(other)) => one == other,
            _ => false,
        }
}

fn equal_lists(one: &dyn Seq, other: &dyn Seq) -> bool {
    one.len() == other.len()
        && (0..one.len()).all(|index| match (one.at(index), other.at(index)) {
            (Some(one), Some(other)) => equal_values(one, other),
            _ => false,
        })
}
