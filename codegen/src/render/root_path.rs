//! The root of the generated code: a crate, or a module of another crate.

use std::fmt;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use crate::diagnostics::{Error, excerpt};

/// The path of the root of the generated code. `Display` writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RootPath {
    Crate,
    Module {
        /// The modules between `crate` and the root.
        parents: Vec<String>,
        name: String,
    },
}

impl RootPath {
    /// Parses the path of a module: `crate::google::notes`.
    pub(crate) fn module(path: &str) -> Result<Self, Error> {
        let invalid = || {
            Error::request(format!("`{}` is not a valid module path", excerpt(path, 100)))
                .help("write an absolute path such as `crate::notes`")
        };
        let mut names: Vec<String> =
            path.strip_prefix("crate::").ok_or_else(invalid)?.split("::").map(str::to_owned).collect();
        // The name is also a file name: no raw identifiers, and only characters that every file
        // system supports.
        let plain = |name: &String| {
            name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
                && syn::parse_str::<syn::Ident>(name).is_ok()
        };
        match names.pop() {
            Some(name) if plain(&name) && names.iter().all(plain) => Ok(Self::Module { parents: names, name }),
            _ => Err(invalid()),
        }
    }

    /// Returns `true` if the root is a crate.
    pub(crate) fn is_crate(&self) -> bool {
        *self == Self::Crate
    }

    /// Returns the path as tokens.
    pub(crate) fn tokens(&self) -> TokenStream {
        match self {
            Self::Crate => quote!(crate),
            Self::Module { parents, name } => {
                let names = parents.iter().chain([name]).map(|name| ident(name));
                quote!(crate #(::#names)*)
            }
        }
    }

    /// Returns the path of a file of the root module.
    pub(crate) fn file(&self, file: &str) -> String {
        match self {
            Self::Crate => format!("src/{file}"),
            Self::Module { name, .. } => format!("{name}/{file}"),
        }
    }

    /// Returns the path and text of the file that declares the module, if the root is a module.
    pub(crate) fn declaration(&self) -> Option<(String, String)> {
        match self {
            Self::Crate => None,
            Self::Module { name, .. } => {
                // `include!` does not accept inner attributes and documentation, so the included
                // file declares the module. Paths are relative to the included file. Few programs
                // call every function, and the lints of the enclosing crate are meant for code that
                // people write.
                let allowed = "#[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)]";
                let text = format!("{allowed}\n#[path = \"{name}/lib.rs\"]\npub mod {name};\n");
                Some((format!("{name}.rs"), text))
            }
        }
    }
}

impl fmt::Display for RootPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("crate")?;
        match self {
            Self::Crate => Ok(()),
            Self::Module { parents, name } => parents.iter().chain([name]).try_for_each(|name| write!(f, "::{name}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RootPath;

    #[test]
    fn parses_module_paths() {
        let root_path = RootPath::module("crate::google::notes").expect("a valid path");
        assert_eq!(root_path.to_string(), "crate::google::notes");
        assert_eq!(root_path.tokens().to_string(), "crate :: google :: notes");
        assert_eq!(root_path.file("lib.rs"), "notes/lib.rs");
    }

    #[test]
    fn refers_only_to_paths_in_the_module() {
        let document = include_str!("../../../examples/build-script/notes.json");
        let options = crate::Options::default().module("crate::google::notes");
        let files = crate::generate(document, &options).expect("a valid document").files;
        let names: Vec<_> = files.keys().map(String::as_str).collect();
        let expected = [
            "notes.rs",
            "notes/lib.rs",
            "notes/notes.rs",
            "notes/notes/comments.rs",
            "notes/schemas.rs",
            "notes/scopes.rs",
        ];
        assert_eq!(names, expected);
        let roots = files.values().map(|text| text.replace("pub(crate)", "").matches("crate::").count()).sum::<usize>();
        let paths = files.values().map(|text| text.matches("crate::google::notes").count()).sum::<usize>();
        assert!(paths > 0);
        assert_eq!(roots, paths);
        // Examples would need the name of the enclosing crate.
        assert!(!files["notes/lib.rs"].contains("```"));
    }

    #[test]
    fn rejects_invalid_module_paths() {
        for path in [
            "",
            "crate",
            "crate::",
            "notes",
            "crate::a::",
            "crate::../a",
            "crate::fn",
            "crate::A",
            "crate::r#fn",
            "crate::_",
        ] {
            let error = RootPath::module(path).expect_err(path);
            assert!(error.hint().is_some_and(|help| help.contains("crate::notes")), "{error}");
        }
    }
}
