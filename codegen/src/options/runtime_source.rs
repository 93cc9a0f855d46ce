//! The dependency of generated crates on the runtime.

use semver::VersionReq;

use crate::diagnostics::{Error, printable};

/// The location of the runtime that a generated crate depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuntimeSource {
    /// A folder: absolute, or relative to the folder of the crate.
    Path(String),
    /// A version requirement for the registry.
    Version(String),
    /// A git repository.
    Git {
        /// The URL of the repository.
        url: String,
        /// The branch, tag or commit.
        reference: GitReference,
    },
}

/// A branch, tag or commit of a git repository. Cargo treats different references as different
/// crates, even if they are the same commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum GitReference {
    /// The default branch.
    #[default]
    DefaultBranch,
    /// A branch.
    Branch(String),
    /// A tag.
    Tag(String),
    /// A commit.
    Rev(String),
}

impl GitReference {
    /// Returns the key and the value in a manifest. `None` for the default branch.
    pub(crate) fn entry(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::DefaultBranch => None,
            Self::Branch(name) => Some(("branch", name)),
            Self::Tag(name) => Some(("tag", name)),
            Self::Rev(name) => Some(("rev", name)),
        }
    }
}

impl RuntimeSource {
    /// Checks what cargo would reject in the manifest.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match self {
            Self::Path(path) if path.is_empty() => Err(Error::request("the path of the runtime must not be empty")),
            Self::Git { url, .. } if !is_url(url) => {
                let message = format!("`{}` is not the URL of a git repository", printable(url));
                Err(Error::request(message).help("write a URL such as `https://git.example/repository`"))
            }
            Self::Git { reference, .. } if reference.entry().is_some_and(|(_, name)| name.is_empty()) => {
                Err(Error::request("the branch, tag or commit of the runtime must not be empty"))
            }
            Self::Version(version) => match VersionReq::parse(version) {
                Ok(_) => Ok(()),
                Err(error) => {
                    let message = format!("`{}` is not a version requirement: {error}", printable(version));
                    Err(Error::request(message).help("write a requirement such as `0.1` or `>=0.1, <0.3`"))
                }
            },
            _ => Ok(()),
        }
    }
}

/// Returns `true` for texts with a scheme: cargo does not accept `git@host:path`.
fn is_url(text: &str) -> bool {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    text.split_once("://").is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty())
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_the_runtime_as_cargo_does() {
        let git = |url: &str, rev: Option<&str>| {
            let reference = rev.map_or(GitReference::DefaultBranch, |rev| GitReference::Rev(rev.to_owned()));
            RuntimeSource::Git { url: url.to_owned(), reference }
        };
        let version = |version: &str| RuntimeSource::Version(version.to_owned());
        for valid in [
            RuntimeSource::Path("../runtime".to_owned()),
            version("0.1"),
            version("*"),
            version(">=0.1, <0.3"),
            version("=1.2.3-rc.1"),
            git("https://git.example/r", None),
            git("ssh://git@git.example/r.git", Some("v1")),
            git("file:///r", None),
        ] {
            assert_eq!(valid.check(), Ok(()), "{valid:?}");
        }
        for invalid in [
            RuntimeSource::Path(String::new()),
            version(""),
            version("latest"),
            version("0.1; rm"),
            version("1.2.3.4"),
            git("", None),
            git("git@git.example:r", None),
            git("https://git.example/a b", None),
            git("https://git.example/r", Some("")),
        ] {
            let error = invalid.check().expect_err("refused");
            assert_eq!(error.location(), &crate::Location::Options);
        }
    }
}
