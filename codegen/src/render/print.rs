//! Prints source files. Chunks are printed one by one, so that blank lines separate them and errors
//! name their file.

use std::borrow::Cow;
use std::fmt::Write;

use proc_macro2::TokenStream;

use super::code::{Code, fits, literal};
use super::comments::Comments;
use super::source_file::{Chunk, SourceFile, Table};
use crate::diagnostics::{Error, excerpt};

/// Returns the text of a source file. Its first line is a comment with the `mark` of generated
/// files.
pub(super) fn print(file: SourceFile, mark: &str) -> Result<String, Error> {
    let mut out = String::new();
    out.push_str("// ");
    out.push_str(mark);
    out.push('\n');
    if !file.docs.is_empty() {
        out.push('\n');
        for line in &file.docs {
            out.push_str(if line.is_empty() { "//!" } else { "//! " });
            out.push_str(line);
            out.push('\n');
        }
    }
    for chunk in file.chunks {
        out.push('\n');
        match chunk {
            Chunk::Items(tokens) => insert_comments(&items(&tokens, &file.path)?, &file.comments, &mut out),
            Chunk::Code(item) => insert_comments(&code(&item, &file.path)?, &file.comments, &mut out),
            Chunk::Impl { head, members } => {
                insert_comments(&implementation(&head, &members, &file.path)?, &file.comments, &mut out);
            }
            Chunk::Calls(lines) => {
                for line in lines {
                    out.push_str(&line);
                    out.push('\n');
                }
            }
            Chunk::Table(rows) => table(&rows, &mut out),
        }
    }
    Ok(out)
}

/// Prints items with prettyplease, which breaks lines where necessary.
fn items(tokens: &TokenStream, path: &str) -> Result<String, Error> {
    let parsed =
        syn::parse2::<syn::File>(tokens.clone()).map_err(|error| invalid(&error, &tokens.to_string(), path))?;
    let mut text = prettyplease::unparse(&parsed);
    // Attributes of a file without items have no line break.
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// Prints code again with prettyplease.
fn reprint(code: &str, path: &str) -> Result<String, Error> {
    let parsed = syn::parse_file(code).map_err(|error| invalid(&error, code, path))?;
    Ok(prettyplease::unparse(&parsed))
}

fn invalid(error: &syn::Error, code: &str, path: &str) -> Error {
    Error::request(format!("internal error: invalid code in {path}: {error}: {}", excerpt(code, 200)))
}

/// Prints an item whose lines may be too long.
fn code<'c>(code: &'c Code, path: &str) -> Result<Cow<'c, str>, Error> {
    Ok(if code.needs_printer() { reprint(code.as_str(), path)?.into() } else { code.as_str().into() })
}

/// Prints an `impl` block with blank lines between its members, which prettyplease would print
/// without: a member with long lines is printed in a separate block, and only the content of the
/// block is kept.
fn implementation(head: &str, members: &[Code], path: &str) -> Result<String, Error> {
    let mut out = format!("{head} {{\n");
    if !fits(out.trim_end()) {
        // The head of a type with a long name has several lines.
        out = reprint(&format!("{head} {{}}"), path)?;
        out.truncate(out.trim_end_matches("}\n").len());
        out.push('\n');
    }
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        if member.needs_printer() {
            let block = reprint(&format!("{head} {{\n{}}}\n", member.as_str()), path)?;
            let (_, content) = block.split_once("{\n").unwrap_or(("", &block));
            out.push_str(content.strip_suffix("}\n").unwrap_or(content));
        } else {
            out.push_str(member.as_str());
        }
    }
    out.push_str("}\n");
    Ok(out)
}

/// Replaces the numbers of comments with the documentation. Each number is on a separate line, and
/// no literal contains a line break.
fn insert_comments(text: &str, comments: &Comments, out: &mut String) {
    for line in text.split_inclusive('\n') {
        let comment = line.trim_start_matches(' ');
        let indent = line.len() - comment.len();
        let lines = comment.strip_prefix("///").and_then(|number| comments.lines(number.trim_end()));
        match lines {
            Some(lines) => {
                for line in lines {
                    out.extend(std::iter::repeat_n(' ', indent));
                    out.push_str("///");
                    out.push_str(line);
                    out.push('\n');
                }
            }
            None => out.push_str(line),
        }
    }
}

/// Prints a table. prettyplease would print the arguments of a macro as running text.
fn table(table: &Table, out: &mut String) {
    out.push_str(table.macro_path);
    out.push_str("! {\n    ");
    out.push_str(&table.head);
    out.push_str(" {");
    for row in &table.rows {
        // Writing to a string cannot fail.
        let _ = write!(out, "\n        {} => {}", literal(&row.wire), row.rust);
        if let Some(fixed) = &row.fixed {
            let _ = write!(out, " = {}", literal(fixed));
        }
        out.push(',');
    }
    out.push_str(if table.rows.is_empty() { "}\n}\n" } else { "\n    }\n}\n" });
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::diagnostics::Warnings;

    fn text(comments: Comments, tokens: TokenStream) -> String {
        let chunks = vec![Chunk::Items(tokens)];
        let file = SourceFile { path: "src/lib.rs".to_owned(), docs: Vec::new(), chunks, comments };
        print(file, "mark").expect("valid items")
    }

    #[test]
    fn inserts_documentation_before_its_item() {
        let mut comments = Comments::default();
        let outer = comments.add(["One.", "", "    Two."]);
        let inner = comments.add(["Three."]);
        let tokens = quote!(#outer pub struct A { #inner pub a: u8, #[doc = " Four."] pub b: u8 });
        let expected = "// mark\n\n/// One.\n///\n///     Two.\npub struct A {\n    /// Three.\n    pub a: u8,\n    \
                        /// Four.\n    pub b: u8,\n}\n";
        assert_eq!(text(comments, tokens), expected);
    }

    #[test]
    fn keeps_every_text_in_its_comment() {
        let mut comments = Comments::default();
        let first = comments.add(["1\n///1\npub const B: u8 = 2;"]);
        let second = comments.add(["*/ ///0"]);
        let tokens = quote!(#first pub const A: &str = "\n///0\n"; #second pub const C: u8 = 0; #[doc = "7"] pub const D: u8 = 0;);
        let expected = "// mark\n\n/// 1\n//////1\n///pub const B: u8 = 2;\npub const A: &str = \"\\n///0\\n\";\n\
                        /// */ ///0\npub const C: u8 = 0;\n///7\npub const D: u8 = 0;\n";
        assert_eq!(text(comments, tokens), expected);
    }

    /// Checks that prettyplease prints code in the layout in which it was written.
    fn assert_layout(written: &str) {
        assert_eq!(reprint(written, "").expect("valid code"), written);
    }

    /// Checks the layout of all code of a crate. Returns the numbers of items and of members.
    fn assert_layout_of_crate(document: &str) -> (usize, usize) {
        let (mut items, mut members) = (0, 0);
        let lowered = crate::lowered(document, &crate::Options::default(), &mut Warnings::default());
        let Ok((api, root_path)) = lowered else { return (0, 0) };
        for chunk in crate::render::Sources::new(&api, &root_path).files().flat_map(|file| file.chunks) {
            match chunk {
                Chunk::Code(code) if !code.needs_printer() => {
                    assert_layout(code.as_str());
                    items += 1;
                }
                Chunk::Impl { members: all, .. } => {
                    for member in all.iter().filter(|member| !member.needs_printer()) {
                        assert_layout(&format!("impl A {{\n{}}}\n", member.as_str()));
                        members += 1;
                    }
                }
                _ => {}
            }
        }
        (items, members)
    }

    #[test]
    fn code_is_laid_out_as_the_printer_does() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures");
        let (mut items, mut members) = (0, 0);
        for fixture in std::fs::read_dir(folder).expect("fixtures") {
            let path = fixture.expect("a fixture").path().join("document.json");
            let Ok(document) = std::fs::read_to_string(path) else { continue };
            let (more_items, more_members) = assert_layout_of_crate(&document);
            items += more_items;
            members += more_members;
        }
        assert!(items > 100 && members > 100, "{items} items, {members} members");
    }

    #[test]
    fn code_is_broken_where_the_printer_breaks_it() {
        for length in 1..=100 {
            let name = "a".repeat(length);
            let parameter = |location: &str, more: &str| {
                format!(r#"{{"location": "{location}", "required": true, "type": "string"{more}}}"#)
            };
            let document = format!(
                r##"{{"name": "notes", "version": "v1", "rootUrl": "https://notes.example/", "servicePath": "",
                "auth": {{"oauth2": {{"scopes": {{"https://notes.example/auth/{name}": {{}}, "https://notes.example/auth/b": {{}}}}}}}},
                "schemas": {{
                    "{name}": {{"type": "object", "properties": {{
                        "{name}": {{"$ref": "{name}"}},
                        "b": {{"type": "array", "items": {{"$ref": "{name}"}}}},
                        "c": {{"type": "string", "enum": ["{name}", "b"]}}
                    }}}},
                    "Alias": {{"type": "array", "items": {{"$ref": "{name}"}}}}
                }},
                "resources": {{"{name}": {{"methods": {{
                    "{name}": {{
                        "id": "notes.{name}", "path": "{{{name}}}", "httpMethod": "POST",
                        "parameters": {{"{name}": {path}, "b": {query}, "{name}c": {{"location": "query", "type": "string"}}}},
                        "request": {{"$ref": "{name}"}}, "response": {{"$ref": "{name}"}},
                        "scopes": ["https://notes.example/auth/{name}", "https://notes.example/auth/b"]
                    }},
                    "b": {{"id": "b", "path": "b", "httpMethod": "GET", "scopes": ["https://notes.example/auth/{name}"]}},
                    "c": {{"id": "c", "path": "{{{name}}}", "httpMethod": "GET", "parameters": {{"{name}": {path}}}}}
                }}}}}}}}"##,
                path = parameter("path", ""),
                query = parameter("query", r#", "repeated": true"#),
            );
            let (items, members) = assert_layout_of_crate(&document);
            assert!(items > 5 && members > 2, "{length}: {items} items, {members} members");
        }
    }
}
