//! Uses of types.

/// A use of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Ty {
    Bool,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
    /// An integer of any size that is a JSON number.
    Number,
    String,
    Bytes,
    Timestamp,
    DateTime,
    Duration,
    Date,
    FieldMask,
    Json,
    /// The JSON value `null`.
    NullValue,
    /// The response type of methods without a response.
    Unit,
    /// A type of the crate's `schemas`.
    Schema(String),
    /// A type of the resource's own module.
    Local(String),
    Option(Box<Ty>),
    Vec(Box<Ty>),
    Map(Box<Ty>),
    /// A field of a type that would otherwise contain itself.
    Boxed(Box<Ty>),
}
