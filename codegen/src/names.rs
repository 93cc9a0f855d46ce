//! From the names of a document to the names of Rust. Only `lower` comes here.
//!
//! The rule, by kind of name:
//!
//! | what | becomes | example |
//! |---|---|---|
//! | a schema | its own name, first letter capital | `RoomP2PStatus`, `Google_Cloud_X` stay as they are |
//! | a type inside a schema | the parent's name and the property's in `UpperCamelCase`, singular inside arrays and maps | `RoomLeaveRequestReason` |
//! | a property, a parameter, a method, a resource | `snake_case` | `peer_session`, `end_date_day`, `r#move` |
//! | an enum's value, a request builder | `UpperCamelCase` | `PlayerLeft` |
//! | a scope, a constant | `SCREAMING_SNAKE_CASE` of what stands after `/auth/` | `DRIVE_READONLY` |
//!
//! A type inside a schema whose name is a schema's already is called `…Value` if it is an enum, `…Object` otherwise.
//!
//! Two values of an enum that differ in their letters' case alone are told apart by a word for the case of the later
//! one: `PlayedWith` and `PlayedWithSnake` for `playedWith` and `played_with`.
//!
//! A parameter that is called as a function of every request gets a `_param` behind: `timeout_param`.
//!
//! A name is a function of its wire name alone, so that a new schema renames no other one. Only where two wire
//! names fall together, or one falls on a name that the generated code needs, the later one gets a number.

mod case;
mod scope;
mod word;

pub(crate) use case::{module, scope_constant, singular, snake, style, type_name, upper_camel};
pub(crate) use scope::Scope;
