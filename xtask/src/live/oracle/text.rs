//! Texts that are hard to put into a URL.

use fastrand::Rng;

/// Every reserved and every unsafe character; what looks encoded already, rightly and wrongly; what is not ASCII, of
/// two, three and four bytes; what looks the same when composed; what ends a line.
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

/// Between `least` and `most` characters, but for what a last piece adds, all of them allowed. Shorter only if none is.
pub(super) fn pieces(random: &mut Rng, least: usize, most: usize, allowed: impl Fn(char) -> bool) -> String {
    let fitting: Vec<&str> = PIECES.iter().copied().filter(|piece| piece.chars().all(&allowed)).collect();
    let mut text = String::new();
    let mut left = most;
    let wanted = least.max(1) + random.usize(0..6);
    while text.chars().count() < wanted.min(most) {
        let short: Vec<&str> = fitting.iter().copied().filter(|piece| piece.chars().count() <= left).collect();
        let Some(piece) = random.choice(&short) else { break };
        text.push_str(piece);
        left = left.saturating_sub(piece.chars().count());
    }
    text
}

/// Any text; now and then none.
pub(super) fn any(random: &mut Rng) -> String {
    if random.u8(..) < 10 { String::new() } else { some(random) }
}

/// Any text that is not empty.
pub(super) fn some(random: &mut Rng) -> String {
    pieces(random, 1, usize::MAX, |_| true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_characters_are_kept() {
        let mut random = Rng::with_seed(1);
        for _ in 0..500 {
            let text = pieces(&mut random, 2, 4, |letter| letter != '/');
            assert!((2..=4).contains(&text.chars().count()) && !text.contains('/'), "{text:?}");
            assert!(!some(&mut random).is_empty());
        }
        assert_eq!(pieces(&mut random, 1, 9, |_| false), "");
    }

    #[test]
    fn all_that_is_special_in_urls_comes_up() {
        let mut random = Rng::with_seed(2);
        let all: String = (0..500).map(|_| any(&mut random)).collect();
        for special in ":/?#[]@!$&'()*+,;=% \"<>\\^`{}|é日".chars() {
            assert!(all.contains(special), "{special}");
        }
    }
}
