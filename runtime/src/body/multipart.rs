//! Bodies of several parts: how they are written and split.

mod parts;
mod related;

pub(crate) use self::parts::{Parts, boundary, divide, parts};
pub(crate) use self::related::related;
