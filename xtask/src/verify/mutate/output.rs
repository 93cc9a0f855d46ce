//! Checks of generated files: text of the document must be in literals, comments and identifiers,
//! and nowhere else.

use std::collections::BTreeSet;

use discovery_checks::markdown::{self, Allowed};
use discovery_codegen::{Generated, is_mark};
use proc_macro2::{TokenStream, TokenTree};

use super::check::is_bidirectional;
use super::hostile::{NAME_CANARY, TEXT_CANARY};

/// The tables and keys of a manifest.
const MANIFEST: &[&str] = &["package", "lib", "dependencies", "dev-dependencies", "features", "lints", "workspace"];

/// Checks all files. `with_examples` is whether their documentation has examples.
pub(super) fn check(generated: &Generated, with_examples: bool) -> Vec<String> {
    let mut expected = 0;
    if with_examples {
        // One for each method, and one on the page of a crate with methods.
        expected = generated.summary.methods + usize::from(generated.summary.methods > 0);
    }
    let mut findings = Vec::new();
    let mut examples = 0;
    for (path, text) in &generated.files {
        let mut add = |finding: String| findings.push(format!("{path}: {finding}"));
        if path.contains("..") || !path.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c)) {
            add("not a path that every system supports".to_owned());
        }
        if path.split('/').any(|part| part.len() > 255) {
            add("a name that no file system supports".to_owned());
        }
        if let Some(c) = text.chars().find(|c| c.is_control() && *c != '\n' || is_bidirectional(*c)) {
            add(format!("contains {c:?}"));
        }
        if !text.lines().next().is_some_and(is_mark) {
            add("has no mark in its first line".to_owned());
        }
        match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("rs") => {
                let (count, more) = rust(text);
                examples += count;
                more.into_iter().for_each(add);
            }
            Some("toml") => manifest(text).into_iter().for_each(add),
            _ => add("unknown kind of file".to_owned()),
        }
    }
    if examples != expected {
        findings.push(format!("{examples} examples instead of {expected}"));
    }
    findings
}

/// Checks a file of Rust. Returns the number of examples in its documentation.
fn rust(text: &str) -> (usize, Vec<String>) {
    let mut findings = Vec::new();
    if let Err(error) = syn::parse_file(text) {
        findings.push(format!("not Rust: {error}"));
    }
    match text.parse::<TokenStream>() {
        Ok(tokens) => identifiers(tokens, &mut findings),
        Err(error) => findings.push(format!("not tokens: {error}")),
    }
    let mut examples = 0;
    for documentation in documentation(text) {
        let allowed = Allowed { examples: true, items: true };
        findings.extend(markdown::faults(&documentation, allowed));
        for example in markdown::examples(&documentation) {
            examples += 1;
            // A hidden line starts with `# `.
            let code: String =
                example.lines().map(|line| line.strip_prefix("# ").unwrap_or(line).to_owned() + "\n").collect();
            match code.parse::<TokenStream>() {
                Ok(tokens) => identifiers(tokens, &mut findings),
                Err(error) => findings.push(format!("an example is not Rust: {error}: {code}")),
            }
        }
    }
    (examples, findings)
}

/// Finds text of the document that has become code.
fn identifiers(tokens: TokenStream, findings: &mut Vec<String>) {
    let mut work = vec![tokens];
    while let Some(tokens) = work.pop() {
        for token in tokens {
            match token {
                TokenTree::Group(group) => work.push(group.stream()),
                TokenTree::Ident(ident) => {
                    let ident = ident.to_string();
                    let words = ident.to_ascii_lowercase().replace('_', "");
                    if words.contains(TEXT_CANARY) || words == NAME_CANARY {
                        findings.push(format!("text of the document has become the identifier `{ident}`"));
                    }
                    if !ident.trim_start_matches("r#").chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                        findings.push(format!("an identifier that is not ASCII: {}", ident.escape_debug()));
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

/// Returns the documentation of each item.
fn documentation(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut last: Option<(&str, usize)> = None;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_start();
        let Some((mark, rest)) = ["///", "//!"].iter().find_map(|mark| Some((*mark, line.strip_prefix(mark)?))) else {
            continue;
        };
        let continues = last.is_some_and(|(before, at)| before == mark && at + 1 == number);
        last = Some((mark, number));
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        match all.last_mut() {
            Some(documentation) if continues => {
                documentation.push('\n');
                documentation.push_str(rest);
            }
            _ => all.push(rest.to_owned()),
        }
    }
    all
}

/// Checks that a manifest has no tables and keys that come from a document.
fn manifest(text: &str) -> Vec<String> {
    match text.parse::<toml_edit::DocumentMut>() {
        Err(error) => vec![format!("not TOML: {error}")],
        Ok(table) => {
            let known: BTreeSet<&str> = MANIFEST.iter().copied().chain(["disable_all_formatting"]).collect();
            let keys = table.iter().flat_map(|(key, value)| {
                let inner = value.as_table_like().into_iter().flat_map(|table| table.iter()).map(|(key, _)| key);
                [key].into_iter().chain(inner).collect::<Vec<_>>()
            });
            let is_foreign = |key: &&str| key.contains(TEXT_CANARY) || key.contains(NAME_CANARY);
            let mut findings: Vec<String> =
                keys.filter(is_foreign).map(|key| format!("text of the document has become the key `{key}`")).collect();
            findings.extend(
                table.iter().filter(|(key, _)| !known.contains(key)).map(|(key, _)| format!("unknown table `{key}`")),
            );
            findings
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_text_that_has_become_code() {
        for (text, count) in [
            ("/// zqtext\nconst A: &str = \"zqtext zqinjected\";", 0),
            ("fn x_zqinjected() {}", 0),
            ("fn zqinjected() {}", 1),
            ("table! { ZqText => a }", 1),
            ("/// ```no_run\n/// zqtext();\n/// ```\nfn a() {}", 1),
            ("/// ```\n/// f();\n/// ```\nfn a() {}", 1),
            ("fn a( {}", 2),
        ] {
            let (_, findings) = rust(text);
            assert_eq!(findings.len(), count, "{text}: {findings:?}");
        }
    }

    #[test]
    fn separates_the_documentation_of_items() {
        let text = "//! Page.\n\n/// One.\n///\n///     Two.\nfn a() {\n    /// Three.\n}\n";
        assert_eq!(documentation(text), ["Page.", "One.\n\n    Two.", "Three."]);
    }

    #[test]
    fn finds_foreign_keys_of_a_manifest() {
        assert_eq!(manifest("[package]\nname = \"zqtext\"\n"), Vec::<String>::new());
        assert_eq!(manifest("[package]\nzqtext = 1\n[patch]\n").len(), 2);
    }
}
