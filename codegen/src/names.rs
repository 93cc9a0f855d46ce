//! Converts names of a document to Rust names. Only `lower` uses this module.
//!
//! The rules by kind of name:
//!
//! | kind | Rust name | example |
//! |---|---|---|
//! | schema | unchanged, with a capital first letter | `RoomP2PStatus`, `Google_Cloud_X` |
//! | type nested in a schema | name of the parent and of the property (singular for items) | `RoomLeaveRequestReason` |
//! | type shared by several uses | words at the end of the names of all uses (see `lower::sharing`) | `Warning` |
//! | property, parameter, method, resource | `snake_case` | `peer_session`, `end_date_day`, `r#move` |
//! | enum value, request builder | `UpperCamelCase` | `PlayerLeft` |
//! | request builder that starts with a digit | `N` and the name | `N1a` |
//! | scope | `SCREAMING_SNAKE_CASE` of the part after `/auth/` | `DRIVE_READONLY` |
//!
//! A nested type whose name is also the name of a schema has the suffix `Value` if it is an enum,
//! and `Object` otherwise.
//!
//! A sign before a number is part of its name: `Plus1` for `+1`.
//!
//! If two wire names result in the same Rust name, the one with the usual spelling keeps it: upper
//! case for enum values, camel case for the others. All others are named by their own text: with
//! their signs in words (`a_dash_b` and `a_dot_b` for `a-b` and `a.b`), or else with the name of
//! their case (`ActiveLower` for `active` next to `ACTIVE`). The order does not matter.
//!
//! A parameter with the name of a function that every request builder has gets the suffix `_param`:
//! `timeout_param`.
//!
//! Apart from such cases, a name depends only on its wire name, so adding a schema does not rename
//! others. If two names are still the same, or if the generated code reserves a name, the later one
//! gets a number and a warning. A name that is longer than 200 characters is shortened.

mod case;
mod distinct;
mod identifier;
mod namespace;
mod usual;

pub(crate) use case::{builder, is_special_file, module, scope_constant, singular, snake, upper_camel};
pub(crate) use distinct::Distinct;
pub(crate) use identifier::is_reserved;
pub(crate) use namespace::Namespace;
