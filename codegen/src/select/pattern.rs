//! Patterns for the ids of methods and the names of types.

/// Returns `true` if the whole text matches. `*` matches any text, including dots, and `?` matches
/// any single character.
///
/// ```
/// assert!(discovery_codegen::matches_pattern("drive.files.*", "drive.files.get"));
/// ```
#[must_use]
pub fn matches_pattern(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // The last `*`, and where in the text its match ends so far.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || text.get(t) == Some(c) => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, end)) => {
                    star = Some((at, end + 1));
                    p = at + 1;
                    t = end + 1;
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).unwrap_or(&[]).iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::matches_pattern;

    #[test]
    fn matches_stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("games.rooms.leave", "games.rooms.leave", true),
            ("games.rooms.leave", "games.rooms.leaves", false),
            ("games.rooms.*", "games.rooms.leave", true),
            ("*.leave", "games.rooms.leave", true),
            ("games.*.l*e", "games.rooms.leave", true),
            ("games.rooms.?eave", "games.rooms.leave", true),
            ("", "games", false),
            ("*", "", true),
            ("**a*", "bca", true),
            ("a*b*c", "a_b_b_d", false),
        ] {
            assert_eq!(matches_pattern(pattern, text), expected, "{pattern} on {text}");
        }
    }
}
