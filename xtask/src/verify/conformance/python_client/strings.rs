//! Random strings that are hard to encode in a URL.

use fastrand::Rng;

/// All reserved and unsafe characters, valid and invalid escapes, non-ASCII characters of two to
/// four bytes, a combining sequence, control characters and line endings.
const PIECES: &[&str] = &[
    "a",
    "Z9",
    "0",
    "-",
    ".",
    "_",
    "~",
    "/",
    "?",
    "#",
    "[",
    "]",
    "@",
    ":",
    "!",
    "$",
    "&",
    "'",
    "(",
    ")",
    "*",
    "+",
    ",",
    ";",
    "=",
    "%",
    " ",
    "\"",
    "<",
    ">",
    "\\",
    "^",
    "`",
    "{",
    "}",
    "|",
    "%41",
    "%2F",
    "%2f",
    "%zz",
    "%e",
    "%C3%A9",
    "%25",
    "é",
    "e\u{301}",
    "日本",
    "🦀",
    "\u{202e}",
    "\u{7f}",
    "\n",
    "\r",
    "\t",
    "\u{0}",
    "..",
    "&alt=media",
    "#x",
    "?y=1",
    "{+name}",
];

/// Returns a string of `min` to `max` allowed characters. It is shorter only if no piece consists
/// of allowed characters.
pub(super) fn from_pieces(random: &mut Rng, min: usize, max: usize, allowed: impl Fn(char) -> bool) -> String {
    let candidates: Vec<&str> = PIECES.iter().copied().filter(|piece| piece.chars().all(&allowed)).collect();
    let mut text = String::new();
    let mut remaining = max;
    let target = min.max(1) + random.usize(0..6);
    while text.chars().count() < target.min(max) {
        let short: Vec<&str> = candidates.iter().copied().filter(|piece| piece.chars().count() <= remaining).collect();
        let Some(piece) = random.choice(&short) else { break };
        text.push_str(piece);
        remaining = remaining.saturating_sub(piece.chars().count());
    }
    text
}

/// Returns any string, sometimes an empty one.
pub(super) fn any(random: &mut Rng) -> String {
    if random.u8(..) < 10 { String::new() } else { non_empty(random) }
}

/// Returns any string that is not empty.
pub(super) fn non_empty(random: &mut Rng) -> String {
    from_pieces(random, 1, usize::MAX, |_| true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn respects_length_and_allowed_characters() {
        let mut random = Rng::with_seed(1);
        for _ in 0..500 {
            let text = from_pieces(&mut random, 2, 4, |character| character != '/');
            assert!((2..=4).contains(&text.chars().count()) && !text.contains('/'), "{text:?}");
            assert!(!non_empty(&mut random).is_empty());
        }
        assert_eq!(from_pieces(&mut random, 1, 9, |_| false), "");
    }

    #[test]
    fn generates_every_special_character() {
        let mut random = Rng::with_seed(2);
        let all: String = (0..500).map(|_| any(&mut random)).collect();
        for special in ":/?#[]@!$&'()*+,;=% \"<>\\^`{}|é日".chars() {
            assert!(all.contains(special), "{special}");
        }
    }
}
