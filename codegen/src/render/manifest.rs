//! `Cargo.toml`.

use crate::model::Api;
use crate::options::RuntimeSource;

/// The manifest's text. `standalone`: the crate is a workspace of its own, for a folder inside another one.
pub(crate) fn manifest(api: &Api, client: &RuntimeSource, standalone: bool) -> String {
    let source = match client {
        RuntimeSource::Path(path) => format!("path = {}", quoted(path)),
        RuntimeSource::Version(version) => format!("version = {}", quoted(version)),
        RuntimeSource::Git { url, rev: None } => format!("git = {}", quoted(url)),
        RuntimeSource::Git { url, rev: Some(rev) } => format!("git = {}, rev = {}", quoted(url), quoted(rev)),
    };
    let workspace = if standalone {
        "\n# A workspace of its own: the folder may stand inside another one.\n[workspace]\n"
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

[features]
default = ["rustls"]
# The ready-made transport. Without any, types and requests remain.
rustls = ["discovery-runtime/rustls"]
# The same over the system's TLS: a smaller program.
native-tls = ["discovery-runtime/native-tls"]
# Many calls in one connection of it.
http2 = ["discovery-runtime/http2"]
# Serde's `Serialize` and `Deserialize` for every message and enum. Requests and responses need neither.
serde = ["discovery-runtime/serde"]
# Application default credentials, service accounts, impersonation, workload identity.
google-cloud-auth = ["discovery-runtime/google-cloud-auth"]
# A user who gives leave in the browser or on another device.
yup-oauth2 = ["discovery-runtime/yup-oauth2"]
# A span for each call, and an event for each of its attempts.
tracing = ["discovery-runtime/tracing"]
# Waiting for answers without an async runtime.
blocking = ["discovery-runtime/blocking"]
# Any tower service as transport.
tower = ["discovery-runtime/tower"]
# A reqwest client as transport.
reqwest = ["discovery-runtime/reqwest"]
{workspace}"#,
        name = quoted(&api.package),
        description = quoted(&api.title),
    )
}

/// A TOML string. JSON's escapes are among TOML's; what TOML forbids raw and JSON allows has been replaced before.
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
    fn no_text_leaves_its_string() {
        assert_eq!(quoted("a\"]\n[package]\\"), r#""a\"]\u000A[package]\\""#);
        assert_eq!(quoted("\u{7f}é"), "\"\\u007Fé\"");
    }
}
