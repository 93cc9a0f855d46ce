//! Equality of messages.

use super::view::{Seq, View};
use super::{FieldVisitor, Message, Wire};

/// Returns `true` if two messages of the same type are equal, including their unknown fields.
pub fn equal(left: &dyn Message, right: &dyn Message) -> bool {
    if left.map_len().is_some() {
        return equal_maps(left, right);
    }
    let mut equal = true;
    left.fields(FieldVisitor(&mut |left_fields, left_unknown| {
        right.fields(FieldVisitor(&mut |right_fields, right_unknown| {
            equal = equal
                && left_unknown == right_unknown
                && left_fields.len() == right_fields.len()
                // Variants of a union can be messages of different types.
                && left_fields
                    .iter()
                    .zip(right_fields)
                    .all(|(left, right)| left.0 == right.0 && equal_values(left.1, right.1));
        }));
    }));
    equal
}

fn equal_maps(left: &dyn Message, right: &dyn Message) -> bool {
    let mut equal = left.map_len() == right.map_len();
    left.fields(FieldVisitor(&mut |entries, _| {
        equal = equal
            && entries.iter().all(|(key, left)| right.map_entry(key).is_some_and(|right| equal_values(*left, right)));
    }));
    equal
}

pub(super) fn equal_values(left: &dyn Wire, right: &dyn Wire) -> bool {
    // An absent value and a JSON `null` have the same view.
    left.is_set() == right.is_set()
        && match (left.view(), right.view()) {
            (View::Null, View::Null) => true,
            (View::Bool(left), View::Bool(right)) => left == right,
            (View::I32(left), View::I32(right)) => left == right,
            (View::U32(left), View::U32(right)) => left == right,
            (View::I64(left), View::I64(right)) => left == right,
            (View::U64(left), View::U64(right)) => left == right,
            (View::Integer(left), View::Integer(right)) => left == right,
            // Whether an unknown value of an enum was a number does not matter.
            (View::Integer(left), View::Str(right)) => left.to_string() == right,
            (View::Str(left), View::Integer(right)) => left == right.to_string(),
            (View::F32(left), View::F32(right)) => left == right,
            (View::F64(left), View::F64(right)) => left == right,
            (View::Str(left), View::Str(right)) => left == right,
            (View::String(left), View::String(right)) => left == right,
            (View::Date(left), View::Date(right)) => left == right,
            (View::DateTime(left), View::DateTime(right)) => left == right,
            (View::Duration(left), View::Duration(right)) => left == right,
            (View::Timestamp(left), View::Timestamp(right)) => left == right,
            (View::Seq(left), View::Seq(right)) => equal_lists(left, right),
            (View::Message(left), View::Message(right)) => equal(left, right),
            (View::Number(left), View::Number(right)) => left == right,
            (View::Json(left), View::Json(right)) => left == right,
            _ => false,
        }
}

fn equal_lists(left: &dyn Seq, right: &dyn Seq) -> bool {
    left.len() == right.len()
        && (0..left.len()).all(|index| match (left.at(index), right.at(index)) {
            (Some(left), Some(right)) => equal_values(left, right),
            _ => false,
        })
}
