//! Decoding and encoding of messages.

use std::process::Stdio;

use benches::Result;

use crate::programs::program;
use crate::table::Table;

/// Adds the rows that the program `codec` prints.
pub fn run(table: &mut Table) -> Result {
    let output = program("codec")?.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err("codec failed".into());
    }
    for row in String::from_utf8(output.stdout)?.lines() {
        table.push(row.to_owned());
    }
    Ok(())
}
