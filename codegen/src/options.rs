//! Options of the generator.

mod runtime_source;

pub use self::runtime_source::{GitReference, RuntimeSource};

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
    /// Several names may be aliases of one type. An attribute for one of them is added to that type,
    /// with a warning if the pattern does not match all of its names.
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
