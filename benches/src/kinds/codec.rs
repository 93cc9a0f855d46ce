//! Decoding and encoding of messages.

use benches::Result;

use super::push_rows;
use crate::programs::program;
use crate::table::Table;

/// Adds the rows that the program `codec` prints.
pub fn run(table: &mut Table) -> Result {
    push_rows(program("codec")?, table)
}
