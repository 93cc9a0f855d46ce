//! Options of the generator.

use semver::VersionReq;

use crate::diagnostics::{Error, printable};

/// Options that select what is generated, and in which form.
///
/// ```
/// use discovery_codegen::{GitReference, Options, RuntimeSource};
///
/// let url = "https://git.example/discovery-codegen".to_owned();
/// let options = Options::default()
///     .method("games.rooms.*")
///     .package("games")
///     .runtime(RuntimeSource::Git { url, reference: GitReference::Branch("main".to_owned()) });
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) methods: Vec<String>,
    pub(crate) package: Option<String>,
    pub(crate) runtime: RuntimeSource,
    pub(crate) standalone: bool,
    pub(crate) module: Option<String>,
    pub(crate) source: Option<String>,
    /// Patterns and attributes.
    pub(crate) attributes: Vec<(String, String)>,
    /// Names and version requirements.
    pub(crate) dependencies: Vec<(String, String)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            methods: Vec::new(),
            package: None,
            runtime: RuntimeSource::Path("../../runtime".to_owned()),
            standalone: false,
            module: None,
            source: None,
            attributes: Vec::new(),
            dependencies: Vec::new(),
        }
    }
}

impl Options {
    /// Selects methods by id, or by a pattern in which `*` matches any text.
    ///
    /// May be called more than once. If it is never called, all methods are generated.
    #[must_use]
    pub fn method(mut self, pattern: impl Into<String>) -> Self {
        self.methods.push(pattern.into());
        self
    }

    /// Sets the name of the crate. Defaults to the API's name and version: `games-v1`.
    #[must_use]
    pub fn package(mut self, name: impl Into<String>) -> Self {
        self.package = Some(name.into());
        self
    }

    /// Sets where the generated crate finds its runtime. Defaults to the folder `../../runtime`, which
    /// is that of this project's repository for a crate in `generated/`. The runtime has not been
    /// published to the registry.
    #[must_use]
    pub fn runtime(mut self, runtime: RuntimeSource) -> Self {
        self.runtime = runtime;
        self
    }

    /// Makes the crate the root of a workspace of one crate. It can then be in the folder of a
    /// workspace that does not list it as a member, but it cannot become a member.
    #[must_use]
    pub fn standalone(mut self, standalone: bool) -> Self {
        self.standalone = standalone;
        self
    }

    /// Generates a module at this path of the crate being built, instead of a crate. Used in build
    /// scripts.
    ///
    /// For `crate::google::notes` the files are `notes.rs` and the folder `notes`. Write them to
    /// `OUT_DIR` with [`output::Plan`](crate::output::Plan), and include the first one in the
    /// parent module, here `google`:
    ///
    /// ```text
    /// include!(concat!(env!("OUT_DIR"), "/notes.rs"));
    /// ```
    ///
    /// A module has no manifest: the surrounding crate depends on `discovery-runtime` itself, and
    /// [`Options::runtime`] and [`Options::standalone`] have no effect.
    #[must_use]
    pub fn module(mut self, path: impl Into<String>) -> Self {
        self.module = Some(path.into());
        self
    }

    /// Adds attributes to all messages, enums and unions whose name matches a pattern, such as derives
    /// of another crate. `*` matches any text. A pattern with a dot matches fields and variants
    /// instead, as `Type.member`.
    ///
    /// May be called more than once. The attributes follow those of the generator; messages and
    /// enums already implement `Clone`, `Debug` and `PartialEq`. The crate that defines a derive has
    /// to be a [`dependency`](Self::dependency).
    ///
    /// ```
    /// # use discovery_codegen::Options;
    /// let options = Options::default()
    ///     .dependency("schemars", "1")
    ///     .attribute("*", "#[derive(schemars::JsonSchema)]")
    ///     .attribute("*.unknown_fields", "#[schemars(skip)]")
    ///     .attribute("Note.create_time", "#[schemars(with = \"String\")]");
    /// ```
    #[must_use]
    pub fn attribute(mut self, pattern: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.attributes.push((pattern.into(), attribute.into()));
        self
    }

    /// Adds a dependency of the generated crate on a crate of the registry, for
    /// [`attribute`](Self::attribute). It has no effect on a module.
    #[must_use]
    pub fn dependency(mut self, name: impl Into<String>, requirement: impl Into<String>) -> Self {
        self.dependencies.push((name.into(), requirement.into()));
        self
    }

    /// Sets the name of the document, which the first line of each file mentions.
    #[must_use]
    pub fn source(mut self, name: impl Into<String>) -> Self {
        self.source = Some(name.into());
        self
    }
}

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
