//! From tokens to text. Items are printed one by one: a blank line between them, and an error can name its item.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::{Chunk, SourceFile, Table};
use crate::error::Error;

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
            Chunk::Items(tokens) => out.push_str(&items(&tokens, &file.path)?),
            Chunk::Impl { head, members } => implementation(&head, members, &file.path, &mut out)?,
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
fn implementation(head: &TokenStream, members: Vec<TokenStream>, path: &str, out: &mut String) -> Result<(), Error> {
    for (index, member) in members.into_iter().enumerate() {
        let block = items(&quote!(#head { #member }), path)?;
        let (first, rest) = block.split_once('\n').unwrap_or((&block, ""));
        out.push_str(if index == 0 { first } else { "" });
        out.push('\n');
        out.push_str(rest.strip_suffix("}\n").unwrap_or(rest));
    }
    out.push_str("}\n");
    Ok(())
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
