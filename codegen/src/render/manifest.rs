//! `Cargo.toml`.

use std::fmt::Write as _;

use super::features::FEATURES;
use crate::markdown::one_line;
use crate::model::Api;
use crate::options::{Options, RuntimeSource};

/// Returns the manifest. A `standalone` crate is the root of a workspace, so that it can be in the
/// folder of another.
pub(crate) fn manifest(api: &Api, options: &Options) -> String {
    let source = match &options.runtime {
        RuntimeSource::Path(path) => format!("path = {}", quoted(path)),
        RuntimeSource::Version(version) => format!("version = {}", quoted(version)),
        RuntimeSource::Git { url, reference } => match reference.entry() {
            None => format!("git = {}", quoted(url)),
            Some((key, name)) => format!("git = {}, {key} = {}", quoted(url), quoted(name)),
        },
    };
    let workspace = if options.standalone {
        "\n# Keeps the crate out of a workspace in an enclosing folder.\n[workspace]\n"
    } else {
        ""
    };
    format!(
        r#"[package]
name = {name}
version = "0.1.0"
edition = "2024"
rust-version = "1.88"
description = {description}
publish = false

[dependencies]
discovery-runtime = {{ {source}, default-features = false }}
{dependencies}
[features]
{features}{workspace}"#,
        name = quoted(&api.package),
        description = quoted(&one_line(&api.title)),
        dependencies = dependencies(&options.dependencies),
        features = features(),
    )
}

/// Returns the entries of `[dependencies]` that the caller added.
fn dependencies(dependencies: &[(String, String)]) -> String {
    dependencies.iter().map(|(name, requirement)| format!("{name} = {}\n", quoted(requirement))).collect()
}

/// Returns the entries of `[features]`.
fn features() -> String {
    let default: Vec<_> =
        FEATURES.iter().filter(|feature| feature.default).map(|feature| quoted(feature.name)).collect();
    let mut out = format!("default = [{}]\n", default.join(", "));
    for feature in FEATURES {
        let name = feature.name;
        let _ = writeln!(out, "# {}\n{name} = [\"discovery-runtime/{name}\"]", feature.description);
    }
    out
}

/// Returns the text as a TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotes_any_text() {
        assert_eq!(quoted("a\"]\n[package]\\"), r#""a\"]\u000A[package]\\""#);
        assert_eq!(quoted("\u{7f}é"), "\"\\u007Fé\"");
    }
}
