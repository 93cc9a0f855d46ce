//! What somebody may have meant.

/// Names that look like this one, the likeliest first.
pub(crate) fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = wanted.to_lowercase();
    let mut likely: Vec<(f64, &str)> = names
        .into_iter()
        .map(|name| (likeness(&wanted, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .collect();
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    likely.dedup_by_key(|(_, name)| *name);
    likely.into_iter().take(3).map(|(_, name)| name).collect()
}

/// From 0 to 1. A part of a name counts: `analytics` for `youtubeAnalytics`.
fn likeness(wanted: &str, name: &str) -> f64 {
    let part = if wanted.len() > 2 && name.contains(wanted) { 0.9 } else { 0.0 };
    strsim::jaro_winkler(wanted, name).max(part)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_and_parts() {
        let names = ["calendar", "drive", "driveactivity", "youtubeAnalytics", "sheets"];
        assert_eq!(nearest("drvie", names), ["drive"]);
        assert_eq!(nearest("analytics", names), ["youtubeAnalytics"]);
        assert_eq!(nearest("Drive", names), ["drive", "driveactivity"]);
        assert!(nearest("xyz", names).is_empty());
    }
}
