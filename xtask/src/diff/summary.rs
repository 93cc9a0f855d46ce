//! What a command that has just changed something says of the change: a line a crate.

use std::path::Path;

use discovery_codegen::Options;

use super::source;

/// What changes for callers of a crate with these methods, or of the whole API. `None` if nothing does, or if one of the two is no
/// document that such a crate can be made of: whoever asks has something else to say then.
pub(crate) fn of(old: &str, new: &str, methods: &[String]) -> Option<String> {
    if old == new {
        return None;
    }
    let options = methods.iter().fold(Options::default(), Options::method);
    let changes = discovery_codegen::diff(old, new, &options).ok()?;
    let tells = changes.breaking() + changes.compatible() + changes.documentation() > 0;
    tells.then(|| changes.to_string())
}

/// The same for a document that git knows, against the last commit, and how to see it all. `shown` is its path from the current
/// folder, where it is below that: then git can be asked by it, whatever the repository's root.
pub(crate) fn since_last_commit(document: &Path, shown: &Path, new: &str, methods: &[String]) -> Option<String> {
    let changes = of(&source::committed_last(document)?, new, methods)?;
    if shown.is_absolute() {
        return Some(format!("{changes} since the last commit"));
    }
    let shown = shown.display();
    let only: String = methods.iter().map(|method| format!(" --method '{method}'")).collect();
    Some(format!("{changes} since the last commit: cargo xtask diff HEAD:./{shown} {shown}{only}"))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn only_what_callers_notice_is_told() {
        let (old, new) =
            (include_str!("../../../tests/diff/report/old.json"), include_str!("../../../tests/diff/report/new.json"));
        assert_eq!(of(old, old, &[]), None);
        assert_eq!(of(old, &old.replacen('{', "{ \"revision\": \"1\",", 1), &[]), None);
        assert_eq!(of(old, "no document", &[]), None);
        assert_eq!(of(old, new, &["no.such.method".to_owned()]), None);
        let told = of(old, new, &[]).expect("changes");
        assert!(told.contains(" breaking, ") && told.contains(" compatible changes"), "{told}");
    }
}
