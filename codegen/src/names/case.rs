//! Functions that derive Rust names, one for each kind of name.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::identifier::{identifier, words};
use super::usual;

/// Returns the name of a field, a parameter, a method or an accessor.
pub(crate) fn snake(wire: &str) -> String {
    let name = usual::snake(wire).unwrap_or_else(|| words(wire).to_snake_case());
    identifier(if name.is_empty() { "empty".to_owned() } else { name })
}

/// Returns the name of a module. It is never raw, so that the file has the same name.
pub(crate) fn module(wire: &str) -> String {
    let name = snake(wire);
    match name.strip_prefix("r#") {
        Some(keyword) => format!("{keyword}_"),
        None if is_special_file(&name) => format!("{name}_"),
        None => name,
    }
}

/// Returns `true` for files that cargo treats as crate roots, and for device names of Windows.
pub(crate) fn is_special_file(name: &str) -> bool {
    let numbered = |prefix| name.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest != "0");
    matches!(name, "lib" | "main" | "bin" | "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Returns the name of a request builder or the type of a resource. Their module also contains
/// other modules, and functions with arguments: these start with a lower-case letter or, before a
/// digit, with an underscore, so this name must not.
pub(crate) fn builder(wire: &str) -> String {
    let name = upper_camel(wire);
    match name.strip_prefix('_') {
        Some(digits) => format!("N{digits}"),
        None => name,
    }
}

/// Returns the name of a variant, or the part that a property adds to the name of its parent.
pub(crate) fn upper_camel(wire: &str) -> String {
    let name = usual::upper_camel(wire).unwrap_or_else(|| words(wire).to_upper_camel_case());
    identifier(if name.is_empty() { "Empty".to_owned() } else { name })
}

/// Returns the name of the case that a value is written in, to distinguish values that differ only
/// in case, such as `ACTIVATED` and `activated`.
pub(crate) fn case_name(wire: &str) -> &'static str {
    let lower = wire.contains(|c: char| c.is_ascii_lowercase());
    let upper = wire.contains(|c: char| c.is_ascii_uppercase());
    match (lower, upper) {
        (true, true) if wire.starts_with(|c: char| c.is_ascii_uppercase()) => "Pascal",
        (true, true) => "Camel",
        (true, false) if wire.contains('_') => "Snake",
        (true, false) if wire.contains('-') => "Kebab",
        (true, false) => "Lower",
        (false, true) => "Upper",
        (false, false) => "Other",
    }
}

/// Returns the name of a schema: unchanged if it is an identifier, with a capital first letter.
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

/// Returns the name of a constant.
fn screaming(wire: &str) -> String {
    let name = words(wire).to_shouty_snake_case();
    identifier(if name.is_empty() { "EMPTY".to_owned() } else { name })
}

/// Returns the name of an OAuth scope: the part after `/auth/`, or else the URL without its scheme.
pub(crate) fn scope_constant(url: &str) -> String {
    let tail = match url.split_once("/auth/") {
        Some((_, tail)) if !tail.is_empty() => tail,
        _ => url.trim_start_matches("https://").trim_start_matches("http://"),
    };
    screaming(tail)
}

/// Returns the singular of a word: `row` for `rows`. Words that may not be plurals are unchanged,
/// and so are words whose singular is uncertain.
pub(crate) fn singular(wire: &str) -> &str {
    const UNCHANGED: &[&str] = &["ss", "us", "is", "as", "os", "series", "news"];
    let lower = wire.to_ascii_lowercase();
    if UNCHANGED.iter().any(|end| lower.ends_with(end)) || lower.ends_with("ies") {
        return wire;
    }
    for end in ["sses", "xes", "ches", "shes"] {
        if lower.ends_with(end) {
            return wire.get(..wire.len() - 2).unwrap_or(wire);
        }
    }
    match wire.strip_suffix('s') {
        Some(singular) if singular.len() > 1 => singular,
        _ => wire,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_fields_to_snake_case() {
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
    fn converts_enum_values_to_upper_camel_case() {
        for (wire, rust) in [
            ("PLAYER_LEFT", "PlayerLeft"),
            ("30fps", "_30fps"),
            ("us-central1", "UsCentral1"),
            ("Self", "Self_"),
            ("", "Empty"),
            ("<", "Less"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("-1.5", "Minus1Dot5"),
            ("-asc", "Asc"),
            ("1", "_1"),
            (">=", "GreaterEqual"),
        ] {
            assert_eq!(upper_camel(wire), rust, "{wire}");
        }
    }

    #[test]
    fn builders_start_with_a_letter() {
        for (wire, rust) in [("1", "N1"), ("1a", "N1a"), ("leave", "Leave"), ("self", "Self_"), ("", "Empty")] {
            assert_eq!(builder(wire), rust, "{wire}");
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
    fn names_scopes_by_the_part_after_auth() {
        for (url, rust) in [
            ("https://www.googleapis.com/auth/drive.readonly", "DRIVE_READONLY"),
            ("https://mail.google.com/", "MAIL_GOOGLE_COM"),
            ("openid", "OPENID"),
        ] {
            assert_eq!(scope_constant(url), rust, "{url}");
        }
    }

    #[test]
    fn singularizes_only_plurals() {
        for (plural, expected) in [
            ("rows", "row"),
            ("status", "status"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("access", "access"),
            ("entries", "entries"),
            ("peerSession", "peerSession"),
            ("s", "s"),
        ] {
            assert_eq!(singular(plural), expected, "{plural}");
        }
    }
}
