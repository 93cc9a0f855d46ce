pub use notes_v1::scopes::*;

pub fn scopes() -> [&'static str; 2] {
    [NOTES, NOTES_READONLY]
}
