//! `cargo xtask diff`: reports what changes for Rust callers between two documents.

mod groups;
mod json;
mod markdown;
mod revision;
pub(crate) mod summary;
mod terminal;

use std::process::ExitCode;

use discovery_codegen::{Options, Side};

use crate::cli;
use crate::failure::Failure;
use crate::terminal::print;

pub(crate) fn run(arguments: &cli::Diff) -> Result<ExitCode, Failure> {
    let (old, new) = (revision::read(&arguments.old)?, revision::read(&arguments.new)?);
    let options = arguments.methods.iter().fold(Options::default(), Options::method);
    let changes = discovery_codegen::diff(&old, &new, &options).map_err(|error| {
        let document = match error.side {
            Side::Old => &arguments.old,
            Side::New => &arguments.new,
        };
        Failure::Document(document.clone(), error.error)
    })?;
    let text = if arguments.json {
        json::render(&changes, arguments.docs)
    } else if arguments.markdown {
        markdown::render(&changes, arguments.docs)
    } else {
        terminal::render(&changes, arguments.docs)
    };
    print(text.trim_end())?;
    Ok(if changes.breaking() > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

#[cfg(test)]
mod tests {
    use discovery_codegen::{Changes, Options, diff};

    use super::*;

    const OLD: &str = include_str!("../../tests/diff/report/old.json");
    const NEW: &str = include_str!("../../tests/diff/report/new.json");

    fn changes() -> Changes {
        diff(OLD, NEW, &Options::default()).expect("valid documents")
    }

    fn without_colors(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    fn assert_snapshot(name: &str, text: &str) {
        insta::with_settings!({
            snapshot_path => "../../tests/diff/report",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, text);
        });
    }

    #[test]
    fn renders_for_terminals() {
        let text = terminal::render(&changes(), true);
        assert!(text.contains("\u{1b}[1m\u{1b}[31mBreaking"), "{text:?}");
        assert_snapshot("terminal", &without_colors(&text));
    }

    #[test]
    fn renders_markdown() {
        assert_snapshot("markdown", &markdown::render(&changes(), false));
    }

    #[test]
    fn renders_json() {
        let text = json::render(&changes(), false);
        let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(report["changes"].as_array().map(Vec::len), Some(changes().breaking() + changes().compatible()));
        assert_snapshot("json", &text);
    }

    #[test]
    fn renders_equal_documents() {
        let changes = diff(OLD, OLD, &Options::default()).expect("valid documents");
        assert_eq!(without_colors(&terminal::render(&changes, true)), "notes:v1: no changes\n");
        assert_eq!(markdown::render(&changes, true), "### `notes:v1`: no changes\n");
    }

    #[test]
    fn truncates_long_lists_of_compatible_changes() {
        let document = |count: usize| {
            let schema = |number| format!(r#""T{number}": {{"type": "object", "properties": {{}}}}"#);
            let schemas: Vec<String> = (0..count).map(schema).collect();
            format!(
                r#"{{"name": "n", "version": "v1", "rootUrl": "https://n.example/", "servicePath": "", "schemas": {{{}}}}}"#,
                schemas.join(", ")
            )
        };
        let render = |old, new| {
            let changes = diff(&document(old), &document(new), &Options::default()).expect("valid documents");
            (without_colors(&terminal::render(&changes, false)), markdown::render(&changes, false))
        };
        let (terminal, markdown) = render(1, 101);
        assert!(terminal.contains("\n        … and 60 more; use --json to list all\n"), "{terminal}");
        assert!(markdown.contains(", … and 60 more\n"), "{markdown}");
        let (terminal, markdown) = render(101, 1);
        assert!(terminal.contains("T100") && terminal.contains("T99") && !terminal.contains('…'), "{terminal}");
        assert!(markdown.contains("`T100`") && markdown.contains("`T99`") && !markdown.contains('…'), "{markdown}");
    }

    #[test]
    fn endpoints_are_one_entry_after_all_others() {
        let endpoint = |number| format!(r#"{{"location": "r{number}", "endpointUrl": "https://r{number}.example/"}}"#);
        let document = |endpoints: std::ops::Range<u32>, schema| {
            let endpoints: Vec<String> = endpoints.map(endpoint).collect();
            format!(
                r#"{{"name": "n", "version": "v1", "rootUrl": "https://n.example/", "servicePath": "",
                "endpoints": [{}], "schemas": {{"{schema}": {{"type": "object", "properties": {{}}}}}}}}"#,
                endpoints.join(", ")
            )
        };
        let changes = diff(&document(0..0, "A"), &document(0..50, "B"), &Options::default()).expect("valid documents");
        let text = without_colors(&terminal::render(&changes, false));
        let compatible = text.split_once("Compatible (51)\n").expect("a section").1;
        let lines: Vec<&str> = compatible.lines().take(4).collect();
        let [schemas, b, api, endpoints] = lines.as_slice() else { panic!("{text}") };
        assert_eq!([*schemas, *b, *api], ["  schemas", "    + type B: struct", "  Client::API"], "{text}");
        assert!(endpoints.starts_with("    + regional endpoints r0, r1, "), "{text}");
        assert!(!text.contains("https://r"), "{text}");
    }

    #[test]
    fn prints_no_control_characters_of_documents() {
        let text = without_colors(&terminal::render(&changes(), true));
        let unsafe_char = text.chars().find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
        assert_eq!(unsafe_char, None);
    }
}
