//! Tests of the generator and of the crates that it generates. They are one program, because each
//! program is linked separately.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests may panic")]

mod arbitrary_text;
mod dependencies;
mod diff;
mod fixtures;
mod large_documents;
mod readme;
mod review;
mod rooms_leave;
mod transport;
