//! The name of the generated package.

use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, printable};
use crate::discovery::RestDescription;

const MAX_LENGTH: usize = 64;

/// Returns `name`, or else a name derived from the name and the version of the API: `games-v1`. The
/// result is a valid file name on every system.
pub(crate) fn package_name(description: &RestDescription, name: Option<&str>) -> Result<String, Error> {
    match name {
        Some(name) if is_valid(name) => Ok(name.to_owned()),
        Some(name) => Err(Error::request(format!("`{}` is not a valid package name", printable(name).limit(100)))
            .help("use at most 64 lower-case letters, digits, `-` and `_`, and start with a letter")),
        None => {
            let name = default_name(description);
            let error = || Error::at(&Pointer::ROOT.key("name"), "cannot be used in the name of a package");
            if is_valid(&name) { Ok(name) } else { Err(error()) }
        }
    }
}

fn is_valid(name: &str) -> bool {
    name.len() <= MAX_LENGTH
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
}

fn default_name(description: &RestDescription) -> String {
    const PREFIX: &str = "api";
    let mut name: String = format!("{}-{}", description.name, description.version)
        .chars()
        .map(|c| match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9' | '-' | '_') => c,
            _ => '-',
        })
        .take(60)
        .collect();
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name.insert_str(0, PREFIX);
    }
    name
}
