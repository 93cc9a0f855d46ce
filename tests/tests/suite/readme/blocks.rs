//! Finds the Rust blocks of a Markdown file.

/// A fenced block of Rust.
#[derive(Debug, PartialEq)]
pub(crate) struct Block {
    /// The line of the opening fence, counted from 1.
    pub(crate) line: usize,
    /// How the block is compiled.
    pub(crate) kind: Kind,
    /// The lines between the fences.
    pub(crate) code: String,
}

/// How a block is compiled.
#[derive(Debug, PartialEq)]
pub(crate) enum Kind {
    /// On its own.
    Program,
    /// In an async function, after lines that readers do not see.
    Statements { hidden: String },
    /// As part of the file at `path`.
    Excerpt { path: String },
}

/// Returns the Rust blocks of a Markdown file.
///
/// # Errors
///
/// Returns `LINE: MESSAGE` for a Rust block that would not be compiled, and for an HTML comment
/// about a block that is not directly above one.
pub(crate) fn parse(markdown: &str) -> Result<Vec<Block>, String> {
    let mut blocks = Vec::new();
    let mut comment: Option<String> = None;
    let mut lines = markdown.lines().enumerate();
    while let Some((index, text)) = lines.next() {
        let line = index + 1;
        let mut until = |end: &str| -> Result<String, String> {
            let mut content = String::new();
            for (_, text) in lines.by_ref() {
                if text.trim() == end {
                    return Ok(content);
                }
                content.push_str(&format!("{text}\n"));
            }
            Err(format!("{line}: expected `{end}` in a later line"))
        };
        if let Some(language) = text.strip_prefix("```") {
            let code = until("```")?;
            match (language, comment.take()) {
                ("rust", comment) => blocks.push(Block { line, kind: kind(&code, comment), code }),
                (_, Some(_)) => return Err(format!("{line}: the comment above is for Rust blocks")),
                _ if language.starts_with("rust") => {
                    return Err(format!("{line}: expected `rust`, not `{language}`: Rust blocks are compiled"));
                }
                _ => {}
            }
        } else if text == "<!-- hidden:" {
            comment = Some(until("-->")?);
        } else if text.starts_with("<!-- excerpt of ") || text.starts_with("<!-- hidden: ") {
            comment = Some(text.to_owned());
        } else if comment.is_some() {
            return Err(format!("{line}: expected a Rust block below the comment"));
        }
    }
    Ok(blocks)
}

fn kind(code: &str, comment: Option<String>) -> Kind {
    let comment = comment.unwrap_or_default();
    let inside = |start: &str| comment.strip_prefix(start).and_then(|rest| rest.strip_suffix(" -->"));
    if let Some(path) = inside("<!-- excerpt of ") {
        Kind::Excerpt { path: path.to_owned() }
    } else if code.contains("fn main()") {
        Kind::Program
    } else {
        let hidden = inside("<!-- hidden: ").map_or_else(|| comment.clone(), |line| format!("{line}\n"));
        Kind::Statements { hidden }
    }
}

/// Returns the first line of `excerpt` that `file` does not contain after the lines before it.
/// Indentation and empty lines do not count.
pub(crate) fn missing_line<'e>(excerpt: &'e str, file: &str) -> Option<&'e str> {
    let mut lines = file.lines().map(str::trim);
    excerpt.lines().map(str::trim).filter(|line| !line.is_empty()).find(|line| !lines.any(|other| other == *line))
}

#[test]
fn recognizes_each_kind_of_block() {
    let markdown = "Text.\n\n```rust\nfn main() {}\n```\n\n```console\n$ cargo test\n```\n\n```rust\na();\n```\n\n\
        <!-- hidden: let b = 1; -->\n```rust\nb;\n```\n\n<!-- hidden:\nlet c = 1;\nlet d = 2;\n-->\n```rust\nc + d;\n```\n\n\
        <!-- excerpt of examples/e.rs -->\n```rust\ne();\n```\n";
    let blocks = parse(markdown).expect("valid blocks");
    let kinds: Vec<_> = blocks.iter().map(|block| (block.line, &block.kind, block.code.as_str())).collect();
    let statements = |hidden: &str| Kind::Statements { hidden: hidden.to_owned() };
    let expected = [
        (3, &Kind::Program, "fn main() {}\n"),
        (11, &statements(""), "a();\n"),
        (16, &statements("let b = 1;\n"), "b;\n"),
        (24, &statements("let c = 1;\nlet d = 2;\n"), "c + d;\n"),
        (29, &Kind::Excerpt { path: "examples/e.rs".to_owned() }, "e();\n"),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn rejects_blocks_that_would_not_be_compiled() {
    for (markdown, line) in [
        ("```rust,ignore\nx\n```\n", "1: "),
        ("```rust\nx\n", "1: "),
        ("<!-- hidden: let x = 1; -->\n\nText.\n", "2: "),
        ("<!-- excerpt of a.rs -->\n```toml\nx = 1\n```\n", "2: "),
    ] {
        let error = parse(markdown).expect_err(markdown);
        assert!(error.starts_with(line), "{markdown:?}: {error}");
    }
}

#[test]
fn excerpt_consists_of_lines_of_the_file_in_order() {
    let file = "fn main() {\n    first();\n    second();\n}\n";
    assert_eq!(missing_line("first();\nsecond();\n", file), None);
    assert_eq!(missing_line("second();\n\nfirst();\n", file), Some("first();"));
    assert_eq!(missing_line("third();\n", file), Some("third();"));
}
