//! Prints source files. Chunks are printed one by one, so that blank lines separate them and errors
//! name their file.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::comments::Comments;
use super::source_file::{Chunk, SourceFile, Table};
use crate::diagnostics::Error;

/// Returns the text of a source file. Its first line is a comment with the `mark` of generated
/// files.
pub(crate) fn print(file: SourceFile, mark: &str) -> Result<String, Error> {
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
            Chunk::Impl { head, members } => {
                insert_comments(&implementation(&head, members, &file.path)?, &file.comments, &mut out);
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

fn items(tokens: &TokenStream, path: &str) -> Result<String, Error> {
    let text = || tokens.to_string().chars().take(200).collect::<String>();
    let parsed = syn::parse2::<syn::File>(tokens.clone())
        .map_err(|error| Error::request(format!("internal error: invalid tokens in {path}: {error}: {}", text())))?;
    Ok(prettyplease::unparse(&parsed))
}

/// Prints an `impl` block with blank lines between its members, which prettyplease would print
/// without: each member is printed in a separate block, and only the content of the block is kept.
fn implementation(head: &TokenStream, members: Vec<TokenStream>, path: &str) -> Result<String, Error> {
    let mut out = String::new();
    for (index, member) in members.into_iter().enumerate() {
        let block = items(&quote!(#head { #member }), path)?;
        // The head of a type with a long name has several lines.
        let (first, rest) = block.split_once("{\n").unwrap_or((&block, ""));
        if index == 0 {
            out.push_str(first);
            out.push('{');
        }
        out.push('\n');
        out.push_str(rest.strip_suffix("}\n").unwrap_or(rest));
    }
    out.push_str("}\n");
    Ok(out)
}

/// Replaces the numbers of comments with the documentation. Each number is on a separate line, and
/// no literal contains a line break.
fn insert_comments(text: &str, comments: &Comments, out: &mut String) {
    for line in text.split_inclusive('\n') {
        let comment = line.trim_start();
        let indent = line.strip_suffix(comment).unwrap_or("");
        match comments.lines(comment.trim_end()) {
            Some(lines) => {
                for line in lines {
                    out.push_str(indent);
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
        out.push_str("\n        ");
        out.push_str(&literal(&row.wire));
        out.push_str(" => ");
        out.push_str(&row.rust);
        if let Some(fixed) = &row.fixed {
            out.push_str(" = ");
            out.push_str(&literal(fixed));
        }
        out.push(',');
    }
    out.push_str(if table.rows.is_empty() { "}\n}\n" } else { "\n    }\n}\n" });
}

fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
