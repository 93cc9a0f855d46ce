//! Dependencies that the caller adds to the manifest of a generated crate.

use std::collections::BTreeSet;

use crate::diagnostics::{Error, excerpt};

/// The dependency of every generated crate.
const RUNTIME: &str = "discovery-runtime";

/// Checks the names of dependencies.
///
/// # Errors
///
/// Returns an error if a name is not that of a crate, or if it is used already.
pub(crate) fn check(dependencies: &[(String, String)]) -> Result<(), Error> {
    let mut names = BTreeSet::from([RUNTIME]);
    for (name, _) in dependencies {
        let is_valid = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let problem = match (is_valid, names.insert(name)) {
            (false, _) => "is not the name of a crate",
            (true, false) => "is already a dependency",
            (true, true) => continue,
        };
        return Err(Error::request(format!("`{}` {problem}", excerpt(name, 80))));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::tests::DOCUMENT;
    use crate::{Options, generate};

    #[test]
    fn adds_dependencies_to_the_manifest() {
        let options = Options::default().dependency("schemars", "1\"x");
        let manifest = &generate(DOCUMENT, &options).expect("a valid document").files["Cargo.toml"];
        let dependencies = manifest.split("\n[dependencies]\n").nth(1).and_then(|text| text.split("\n\n").next());
        let last = dependencies.and_then(|text| text.lines().last());
        assert_eq!(last, Some(r#"schemars = "1\"x""#));
    }

    #[test]
    fn rejects_other_names_and_duplicates() {
        for (name, problem) in [
            ("", "is not the name"),
            ("a.b", "is not the name"),
            ("a]\n[x", "is not the name"),
            ("discovery-runtime", "is already"),
        ] {
            let error = generate(DOCUMENT, &Options::default().dependency(name, "1")).expect_err(name);
            assert!(error.to_string().contains(problem), "{error}");
        }
        let options = Options::default().dependency("a", "1").dependency("a", "2");
        assert!(generate(DOCUMENT, &options).is_err());
    }
}
