//! From tokens to text. Items are printed one by one: a blank line between them, and an error can name its item.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::diagnostics::Error;
use crate::render::{Chunk, Comments, SourceFile, Table};

/// The text of a source file, under a line that says where it comes from.
pub(crate) fn source(file: SourceFile, mark: &str) -> Result<String, Error> {
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
            Chunk::Items(tokens) => commented(&items(&tokens, &file.path)?, &file.comments, &mut out),
            Chunk::Impl { head, members } => {
                commented(&implementation(&head, members, &file.path)?, &file.comments, &mut out);
            }
            Chunk::Calls(lines) => {
                for line in lines {
                    out.push_str(&line);
                    out.push('\n');
                }
            }
            Chunk::Table(list) => table(&list, &mut out),
        }
    }
    Ok(out)
}

fn items(tokens: &TokenStream, path: &str) -> Result<String, Error> {
    let text = || tokens.to_string().chars().take(200).collect::<String>();
    let parsed = syn::parse2::<syn::File>(tokens.clone())
        .map_err(|error| Error::request(format!("a fault of the generator in {path}: {error}: {}", text())))?;
    Ok(prettyplease::unparse(&parsed))
}

/// prettyplease sets the members of a block close together. Each is printed in a block of its own, and the blocks'
/// first and last lines are left out but once.
fn implementation(head: &TokenStream, members: Vec<TokenStream>, path: &str) -> Result<String, Error> {
    let mut out = String::new();
    for (index, member) in members.into_iter().enumerate() {
        let block = items(&quote!(#head { #member }), path)?;
        // A long name is a head of several lines.
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

/// Puts the documentation in its places. They are comments, and alone on their lines: no literal has a line end in it.
fn commented(text: &str, comments: &Comments, out: &mut String) {
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

/// prettyplease cannot know how a macro wants its lines.
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
        source(file, "mark").expect("these are items")
    }

    #[test]
    fn documentation_stands_where_its_place_was() {
        let mut comments = Comments::default();
        let outer = comments.add(["One.", "", "    Two."]);
        let inner = comments.add(["Three."]);
        let tokens = quote!(#outer pub struct A { #inner pub a: u8, #[doc = " Four."] pub b: u8 });
        let expected = "// mark\n\n/// One.\n///\n///     Two.\npub struct A {\n    /// Three.\n    pub a: u8,\n    \
                        /// Four.\n    pub b: u8,\n}\n";
        assert_eq!(text(comments, tokens), expected);
    }

    #[test]
    fn no_text_leaves_its_comment_or_takes_the_place_of_another() {
        let mut comments = Comments::default();
        let first = comments.add(["1\n///1\npub const B: u8 = 2;"]);
        let second = comments.add(["*/ ///0"]);
        let tokens = quote!(#first pub const A: &str = "\n///0\n"; #second pub const C: u8 = 0; #[doc = "7"] pub const D: u8 = 0;);
        let expected = "// mark\n\n/// 1\n//////1\n///pub const B: u8 = 2;\npub const A: &str = \"\\n///0\\n\";\n\
                        /// */ ///0\npub const C: u8 = 0;\n///7\npub const D: u8 = 0;\n";
        assert_eq!(text(comments, tokens), expected);
    }
}
