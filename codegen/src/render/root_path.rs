//! Where generated code is to live: in a crate of its own, or in a module of somebody else's.

use std::fmt;

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostics::{Error, excerpt};
use crate::render::ident;

/// The root of the generated code. `Display` gives its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RootPath {
    Crate,
    /// The names of the path behind `crate`, of which there is at least the last.
    Module {
        around: Vec<String>,
        name: String,
    },
}

impl RootPath {
    /// `crate::google::notes`.
    pub(crate) fn module(path: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::request(format!("`{}` cannot be the path of a module", excerpt(path, 100)))
                .help("write it from the crate's root, as in `crate::notes`")
        };
        let mut names: Vec<String> =
            path.strip_prefix("crate::").ok_or_else(wrong)?.split("::").map(str::to_owned).collect();
        // Files are called so, too: no raw identifiers, and nothing that is not the same on every file system.
        let plain = |name: &String| {
            name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
                && syn::parse_str::<syn::Ident>(name).is_ok()
        };
        match names.pop() {
            Some(name) if plain(&name) && names.iter().all(plain) => Ok(Self::Module { around: names, name }),
            _ => Err(wrong()),
        }
    }

    pub(crate) fn is_crate(&self) -> bool {
        *self == Self::Crate
    }

    /// The path, for code.
    pub(crate) fn tokens(&self) -> TokenStream {
        match self {
            Self::Crate => quote!(crate),
            Self::Module { around, name } => {
                let names = around.iter().chain([name]).map(|name| ident(name));
                quote!(crate #(::#names)*)
            }
        }
    }

    /// Where the root's own files go.
    pub(crate) fn path(&self, file: &str) -> String {
        match self {
            Self::Crate => format!("src/{file}"),
            Self::Module { name, .. } => format!("{name}/{file}"),
        }
    }

    /// The file that brings a module in, and its text.
    pub(crate) fn declaration(&self) -> Option<(String, String)> {
        match self {
            Self::Crate => None,
            Self::Module { name, .. } => {
                // An included file cannot begin with the attributes and the documentation that a module begins with, so
                // it declares the module. Paths are from the included file. Few programs call all there is, and the
                // lints of the crate around are for code that people write.
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
            Self::Module { around, name } => around.iter().chain([name]).try_for_each(|name| write!(f, "::{name}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RootPath;

    #[test]
    fn paths_are_what_they_say() {
        let root_path = RootPath::module("crate::google::notes").expect("a path");
        assert_eq!(root_path.to_string(), "crate::google::notes");
        assert_eq!(root_path.tokens().to_string(), "crate :: google :: notes");
        assert_eq!(root_path.path("lib.rs"), "notes/lib.rs");
    }

    #[test]
    fn a_module_names_nothing_outside_itself() {
        let document = include_str!("../../../examples/build-script/notes.json");
        let options = crate::Options::default().module("crate::google::notes");
        let files = crate::generate(document, &options).expect("a good document").files;
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
        // Of the crate's name nothing is known, so no example speaks of it.
        assert!(!files["notes/lib.rs"].contains("```"));
    }

    #[test]
    fn what_is_no_path_of_a_module_is_refused() {
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
