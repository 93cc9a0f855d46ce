//! Converts names of a document to Rust names. Only `lower` uses this module.
//!
//! The rules by kind of name:
//!
//! | kind | Rust name | example |
//! |---|---|---|
//! | schema | unchanged, with a capital first letter | `RoomP2PStatus`, `Google_Cloud_X` |
//! | type nested in a schema | name of the parent and of the property (singular for items) | `RoomLeaveRequestReason` |
//! | property, parameter, method, resource | `snake_case` | `peer_session`, `end_date_day`, `r#move` |
//! | enum value, request builder | `UpperCamelCase` | `PlayerLeft` |
//! | request builder that starts with a digit | `N` and the name | `N1a` |
//! | scope | `SCREAMING_SNAKE_CASE` of the part after `/auth/` | `DRIVE_READONLY` |
//!
//! A nested type whose name is also the name of a schema has the suffix `Value` if it is an enum,
//! and `Object` otherwise.
//!
//! If two values of an enum differ only in their case, the later one has the name of its case as a
//! suffix: `PlayedWith` and `PlayedWithSnake` for `playedWith` and `played_with`.
//!
//! A parameter with the name of a function that every request builder has gets the suffix `_param`:
//! `timeout_param`.
//!
//! A name depends only on its wire name, so adding a schema does not rename others. If two wire
//! names result in the same Rust name, or in a name that the generated code reserves, the later one
//! gets a number. A name that is longer than 200 characters is shortened.

mod case;
mod identifier;
mod namespace;

pub(crate) use case::{builder, case_name, module, scope_constant, singular, snake, type_name, upper_camel};
pub(crate) use namespace::Namespace;
