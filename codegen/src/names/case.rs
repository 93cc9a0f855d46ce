//! Cases, one function per kind of name.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::word::{identifier, words};

/// A field, a parameter, a method, an accessor.
pub(crate) fn snake(wire: &str) -> String {
    let name = words(wire).to_snake_case();
    identifier(if name.is_empty() { "empty".to_owned() } else { name })
}

/// A module and its file: never raw, so that the file's name is the module's.
pub(crate) fn module(wire: &str) -> String {
    let name = snake(wire);
    match name.strip_prefix("r#") {
        Some(keyword) => format!("{keyword}_"),
        None if is_special_file(&name) => format!("{name}_"),
        None => name,
    }
}

/// Files that cargo takes for a crate of their own, and those that Windows takes for devices.
fn is_special_file(name: &str) -> bool {
    let numbered = |prefix| name.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest != "0");
    matches!(name, "lib" | "main" | "bin" | "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// A variant, a builder, and the part that a property adds to its parent's name.
pub(crate) fn upper_camel(wire: &str) -> String {
    let name = words(wire).to_upper_camel_case();
    identifier(if name.is_empty() { "Empty".to_owned() } else { name })
}

/// A word for how a value is written, to tell it from another that says the same: `ACTIVATED` and `activated`.
pub(crate) fn style(wire: &str) -> &'static str {
    let lower = wire.contains(|c: char| c.is_ascii_lowercase());
    let upper = wire.contains(|c: char| c.is_ascii_uppercase());
    match (lower, upper) {
        (true, true) => "Camel",
        (true, false) if wire.contains('_') => "Snake",
        (true, false) if wire.contains('-') => "Kebab",
        (true, false) => "Lower",
        (false, true) => "Upper",
        (false, false) => "Other",
    }
}

/// A schema keeps its name where Rust can have it.
pub(crate) fn type_name(wire: &str) -> String {
    let valid = wire.starts_with(|c: char| c.is_ascii_alphabetic())
        && wire.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !valid {
        return upper_camel(wire);
    }
    let mut name = wire.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    identifier(name)
}

/// A constant.
fn screaming(wire: &str) -> String {
    let name = words(wire).to_shouty_snake_case();
    identifier(if name.is_empty() { "EMPTY".to_owned() } else { name })
}

/// An OAuth scope: what stands after `/auth/`, or else the URL without its scheme.
pub(crate) fn scope_constant(url: &str) -> String {
    let tail = match url.split_once("/auth/") {
        Some((_, tail)) if !tail.is_empty() => tail,
        _ => url.trim_start_matches("https://").trim_start_matches("http://"),
    };
    screaming(tail)
}

/// One of many: `rows` is a `row`. A word that may be no plural stays, and so does one with an uncertain ending.
pub(crate) fn singular(wire: &str) -> &str {
    const STAYS: &[&str] = &["ss", "us", "is", "as", "os", "series", "news"];
    let lower = wire.to_ascii_lowercase();
    if STAYS.iter().any(|end| lower.ends_with(end)) || lower.ends_with("ies") {
        return wire;
    }
    for end in ["sses", "xes", "ches", "shes"] {
        if lower.ends_with(end) {
            return wire.get(..wire.len() - 2).unwrap_or(wire);
        }
    }
    match wire.strip_suffix('s') {
        Some(one) if one.len() > 1 => one,
        _ => wire,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        for (wire, rust) in [
            ("peerSession", "peer_session"),
            ("error_reason", "error_reason"),
            ("type", "r#type"),
            ("self", "self_"),
            ("@type", "r#type"),
            ("$schema", "schema"),
            ("$.xgafv", "xgafv"),
            ("endDate.day", "end_date_day"),
            ("end-date", "end_date"),
            ("30fps", "_30fps"),
            ("", "empty"),
            ("*", "star"),
            ("\u{202e}", "u202e"),
            ("é", "ue9"),
            ("gen", "r#gen"),
            ("_", "empty"),
        ] {
            assert_eq!(snake(wire), rust, "{wire}");
        }
    }

    #[test]
    fn schemas_keep_their_names() {
        for (wire, rust) in [
            ("RoomP2PStatus", "RoomP2PStatus"),
            ("GoogleCloudMlV1_Trial", "GoogleCloudMlV1_Trial"),
            ("calendar", "Calendar"),
            ("Self", "Self_"),
            ("Option", "Option"),
            ("a.b", "AB"),
            ("3d", "_3d"),
        ] {
            assert_eq!(type_name(wire), rust, "{wire}");
        }
    }

    #[test]
    fn values() {
        for (wire, rust) in [
            ("PLAYER_LEFT", "PlayerLeft"),
            ("30fps", "_30fps"),
            ("us-central1", "UsCentral1"),
            ("Self", "Self_"),
            ("", "Empty"),
            ("<", "Less"),
            (">=", "GreaterEqual"),
        ] {
            assert_eq!(upper_camel(wire), rust, "{wire}");
        }
    }

    #[test]
    fn modules_are_never_raw() {
        assert_eq!(module("match"), "match_");
        assert_eq!(module("well-known"), "well_known");
        assert_eq!(module("../../etc"), "etc");
        assert_eq!(module("Lib"), "lib_");
        assert_eq!(module("com1"), "com1_");
        assert_eq!(module("com0"), "com0");
    }

    #[test]
    fn scopes() {
        for (url, rust) in [
            ("https://www.googleapis.com/auth/drive.readonly", "DRIVE_READONLY"),
            ("https://mail.google.com/", "MAIL_GOOGLE_COM"),
            ("openid", "OPENID"),
        ] {
            assert_eq!(scope_constant(url), rust, "{url}");
        }
    }

    #[test]
    fn one_of_many() {
        for (many, one) in [
            ("rows", "row"),
            ("status", "status"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("access", "access"),
            ("entries", "entries"),
            ("peerSession", "peerSession"),
            ("s", "s"),
        ] {
            assert_eq!(singular(many), one, "{many}");
        }
    }
}
