//! Checks of generated text, shared by the tests of the generator and `cargo xtask verify mutate`.

pub mod markdown;
