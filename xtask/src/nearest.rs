//! "Did you mean": names that resemble a misspelled one.

/// The similarity below which a name is not suggested.
const MIN_SIMILARITY: f64 = 0.8;
const MAX_SUGGESTIONS: usize = 3;

/// Returns at most three names that resemble `wanted`, the most similar first.
pub(crate) fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = wanted.to_lowercase();
    let mut scored: Vec<(f64, &str)> = names
        .into_iter()
        .map(|name| (similarity(&wanted, &name.to_lowercase()), name))
        .filter(|(similarity, _)| *similarity > MIN_SIMILARITY)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by_key(|(_, name)| *name);
    scored.into_iter().take(MAX_SUGGESTIONS).map(|(_, name)| name).collect()
}

/// Returns a number from 0 to 1. A part of a name is similar to it: `analytics` to
/// `youtubeAnalytics`.
fn similarity(wanted: &str, name: &str) -> f64 {
    let part = if wanted.len() > 2 && name.contains(wanted) { 0.9 } else { 0.0 };
    strsim::jaro_winkler(wanted, name).max(part)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_misspelled_names_and_parts_of_names() {
        let names = ["calendar", "drive", "driveactivity", "youtubeAnalytics", "sheets"];
        assert_eq!(nearest("drvie", names), ["drive"]);
        assert_eq!(nearest("analytics", names), ["youtubeAnalytics"]);
        assert_eq!(nearest("Drive", names), ["drive", "driveactivity"]);
        assert!(nearest("xyz", names).is_empty());
    }
}
