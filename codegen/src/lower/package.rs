//! The name of the generated package.

use crate::diagnostics::pointer::Pointer;
use crate::diagnostics::{Error, printable};
use crate::discovery::RestDescription;
use crate::names;

const MAX_LENGTH: usize = 64;

/// Returns `name`, or else a name derived from the name and the version of the API: `games-v1`. The
/// result is a valid file name on every system.
pub(crate) fn package_name(description: &RestDescription, name: Option<&str>) -> Result<String, Error> {
    match name {
        Some(name) if is_valid(name) && is_reserved(name) => {
            Err(Error::request(format!("`{name}` cannot be the name of a package, because it is reserved"))
                .help("use the name and version of the API, such as `drive-v3`"))
        }
        Some(name) if is_valid(name) => Ok(name.to_owned()),
        Some(name) => Err(Error::request(format!("`{}` is not a valid package name", printable(name).limit(100)))
            .help("use at most 64 lower-case letters, digits, `-` and `_`, and start with a letter")),
        None => {
            let name = default_name(description);
            let error = || Error::at(&Pointer::ROOT.key("name"), "cannot be used in the name of a package");
            if is_valid(&name) && !is_reserved(&name) { Ok(name) } else { Err(error()) }
        }
    }
}

fn is_valid(name: &str) -> bool {
    name.len() <= MAX_LENGTH
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
}

/// Returns `true` for names with which a crate can be built but not used: keywords, the crates of the
/// standard library, the runtime, and file names that Windows does not allow. `cargo new` rejects
/// them, too.
fn is_reserved(name: &str) -> bool {
    const CRATES: [&str; 6] = ["alloc", "core", "discovery_runtime", "proc_macro", "std", "test"];
    let name = name.replace('-', "_");
    names::is_reserved(&name) || names::is_special_file(&name) || CRATES.contains(&name.as_str())
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

#[cfg(test)]
mod tests {
    use crate::tests::DOCUMENT;
    use crate::{Location, Options};

    #[test]
    fn rejects_names_that_cargo_new_rejects() {
        let generate = |name: &str| crate::generate(DOCUMENT, &Options::default().package(name));
        for name in ["a", "a-v1", "a_v1-", "x".repeat(64).as_str(), "union", "fn-v1"] {
            assert_eq!(generate(name).map(|generated| generated.package).as_deref(), Ok(name));
        }
        let reserved = ["fn", "gen", "self", "crate", "std", "core", "test", "proc-macro", "discovery-runtime", "nul"];
        for name in reserved {
            let error = generate(name).expect_err(name);
            assert!(error.message().ends_with("because it is reserved"), "{error}");
        }
        for name in ["", "A", "1a", "_a", "-", "a.b", "a/b", "é", "x".repeat(65).as_str()] {
            let error = generate(name).expect_err(name);
            assert!(error.message().ends_with("is not a valid package name"), "{error}");
            assert_eq!(error.location(), &Location::Options);
        }
    }
}
