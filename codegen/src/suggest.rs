//! "Did you mean": names that resemble a misspelled one.

/// The similarity below which a name is not suggested.
const MIN_SIMILARITY: f64 = 0.6;
/// The similarity of a name that contains everything that was written.
const PART: f64 = 0.9;
/// The maximum difference in similarity between the best suggestion and the others.
const TOLERANCE: f64 = 0.15;
const MAX_SUGGESTIONS: usize = 3;

/// Returns at most three candidates that resemble `wanted`, the most similar first.
///
/// The comparison ignores case. Parts of a name count as well, so that `analytics` finds
/// `youtubeAnalytics` and `files.lst` finds `drive.files.list`.
///
/// ```
/// use discovery_codegen::suggest::closest;
///
/// assert_eq!(closest("drvie", ["calendar", "drive", "sheets"]), ["drive"]);
/// ```
pub fn closest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = wanted.to_lowercase();
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| (similarity(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score > MIN_SIMILARITY)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by_key(|(_, candidate)| *candidate);
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    scored.retain(|(score, _)| *score > best - TOLERANCE);
    scored.into_iter().take(MAX_SUGGESTIONS).map(|(_, candidate)| candidate).collect()
}

/// Returns the text of a suggestion, without a final newline: ``did you mean `a` or `b`?``. `None`
/// if there is nothing to suggest.
#[must_use]
pub fn did_you_mean(suggestions: &[&str]) -> Option<String> {
    let quoted: Vec<String> = suggestions.iter().map(|name| format!("`{name}`")).collect();
    (!quoted.is_empty()).then(|| format!("did you mean {}?", quoted.join(" or ")))
}

/// Returns a number from 0 to 1. Both names are in lower case.
fn similarity(wanted: &str, candidate: &str) -> f64 {
    if wanted == candidate {
        return 1.0;
    }
    let part = if wanted.len() > 2 && candidate.contains(wanted) { PART } else { 0.0 };
    // Users may leave out the first part of a dotted name: the name of the API.
    let tail = candidate.split_once('.').map_or(candidate, |(_, tail)| tail);
    strsim::normalized_damerau_levenshtein(wanted, candidate)
        .max(strsim::normalized_damerau_levenshtein(wanted, tail))
        .max(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_misspelled_names_and_parts_of_names() {
        let names = ["calendar", "drive", "driveactivity", "youtubeAnalytics", "sheets"];
        assert_eq!(closest("drvie", names), ["drive"]);
        assert_eq!(closest("analytics", names), ["youtubeAnalytics"]);
        assert_eq!(closest("Drive", names), ["drive", "driveactivity"]);
        assert!(closest("xyz", names).is_empty());
    }

    #[test]
    fn finds_names_without_their_first_part() {
        let ids = ["games.rooms.get", "games.rooms.leave", "games.scores.list"];
        assert_eq!(closest("rooms.laeve", ids), ["games.rooms.leave"]);
    }

    #[test]
    fn joins_suggestions() {
        assert_eq!(did_you_mean(&["a", "b"]).as_deref(), Some("did you mean `a` or `b`?"));
        assert_eq!(did_you_mean(&[]), None);
    }
}
