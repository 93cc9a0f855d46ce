//! The driver of `cargo xtask verify round-trip`: decodes JSON as a generated type and encodes it
//! again.

use std::io::{self, BufRead, Write};

use discovery_runtime::wire::Wire;
use discovery_runtime::{decode, encode};

/// Reads lines of the form `schema<TAB>json` from stdin and prints `ok<TAB>json` or `error: …` for
/// each. The program's argument is the name of the API.
///
/// `convert` receives the names of the API and the schema, and the JSON; it calls [`convert`] with
/// the schema's type.
///
/// # Errors
/// Returns an error if stdin cannot be read or stdout cannot be written to.
pub fn run(convert: impl Fn(&str, &str, &[u8]) -> Result<Vec<u8>, String>) -> io::Result<()> {
    let api = std::env::args().nth(1).unwrap_or_default();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (schema, json) = line.split_once('\t').unwrap_or_default();
        match convert(&api, schema, json.as_bytes()) {
            Ok(json) => {
                out.write_all(b"ok\t")?;
                out.write_all(&json)?;
                out.write_all(b"\n")?;
            }
            Err(error) => writeln!(out, "error: {}", error.replace(['\n', '\t'], " "))?,
        }
    }
    out.flush()
}

/// Decodes JSON as `T` and encodes it again.
///
/// # Errors
/// Returns the message of the decoding error.
pub fn convert<T: Wire>(json: &[u8]) -> Result<Vec<u8>, String> {
    let value: T = decode(json).map_err(|error| error.to_string())?;
    Ok(encode(&value))
}
