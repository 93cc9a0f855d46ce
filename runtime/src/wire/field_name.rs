//! The names of fields on the wire.

use std::ptr;

use super::{FieldVisitor, Message, Wire};

/// Returns the name of a field of `message`, which is found by its address. The macros only pass
/// fields of the message, so the name is found.
pub fn field_name<M: Message + ?Sized>(message: &M, field: &dyn Wire) -> Option<String> {
    let target = address(field);
    let mut found = None;
    message.fields(FieldVisitor(&mut |known, _| {
        let same = known.iter().find(|(_, candidate)| address(*candidate) == target);
        found = found.take().or(same.map(|(name, _)| (*name).to_owned()));
    }));
    found
}

/// Returns the address and the size of a field. The size distinguishes a message from its first
/// field.
fn address(field: &dyn Wire) -> (*const (), usize) {
    (ptr::from_ref(field).cast(), size_of_val(field))
}
