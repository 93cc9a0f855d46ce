//! The circumstances of the call in which an error occurred.

use std::fmt;
use std::time::Duration;

/// The circumstances of an error. Each is set once, where it is known first.
#[derive(Debug, Default)]
pub(crate) struct ErrorContext {
    /// The id of the method that was called: `drive.files.get`.
    pub(crate) method_id: Option<&'static str>,
    /// The host that received the request, with its port unless that is the default.
    pub(crate) host: Option<String>,
    /// The number of attempts; 0 if nothing was sent.
    pub(crate) attempts: u32,
    /// The time from the start of the call to the error.
    pub(crate) elapsed: Option<Duration>,
    /// Whether the retry budget of the client did not allow the retry that the policy wanted.
    pub(crate) is_retry_refused: bool,
}

impl ErrorContext {
    /// Adds what is not set yet.
    pub(super) fn fill(&mut self, other: Self) {
        self.method_id = self.method_id.or(other.method_id);
        self.elapsed = self.elapsed.or(other.elapsed);
        self.is_retry_refused |= other.is_retry_refused;
        if self.host.is_none() {
            self.host = other.host;
        }
        if self.attempts == 0 {
            self.attempts = other.attempts;
        }
    }

    /// Returns the elapsed time in whole seconds, unless it is less than one.
    fn seconds(&self) -> Option<u64> {
        let rounded = self.elapsed?.checked_add(Duration::from_millis(500))?.as_secs();
        (rounded > 0).then_some(rounded)
    }
}

/// Displays the beginning of an error: `drive.files.get (www.googleapis.com, 4 attempts in 12s): `.
/// A single attempt and less than half a second are not mentioned.
impl fmt::Display for ErrorContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = match (self.attempts, self.seconds()) {
            (0 | 1, None) => None,
            (0 | 1, Some(seconds)) => Some(format!("after {seconds}s")),
            (attempts, None) => Some(format!("{attempts} attempts")),
            (attempts, Some(seconds)) => Some(format!("{attempts} attempts in {seconds}s")),
        };
        let facts: Vec<String> = self.host.iter().cloned().chain(facts).collect();
        match (self.method_id, facts.join(", ")) {
            (None, facts) if facts.is_empty() => Ok(()),
            (None, facts) => write!(f, "request ({facts}): "),
            (Some(id), facts) if facts.is_empty() => write!(f, "{id}: "),
            (Some(id), facts) => write!(f, "{id} ({facts}): "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(method_id: Option<&'static str>, host: &str, attempts: u32, millis: Option<u64>) -> ErrorContext {
        let host = (!host.is_empty()).then(|| host.to_owned());
        ErrorContext { method_id, host, attempts, elapsed: millis.map(Duration::from_millis), is_retry_refused: false }
    }

    #[test]
    fn displays_only_what_is_worth_reading() {
        const ID: Option<&str> = Some("a.get");
        for (context, expected) in [
            (context(None, "", 0, None), ""),
            (context(ID, "", 0, None), "a.get: "),
            (context(ID, "a.example", 1, Some(499)), "a.get (a.example): "),
            (context(ID, "a.example", 1, Some(500)), "a.get (a.example, after 1s): "),
            (context(ID, "a.example", 3, Some(20)), "a.get (a.example, 3 attempts): "),
            (context(ID, "a.example", 3, Some(12_400)), "a.get (a.example, 3 attempts in 12s): "),
            (
                context(None, "a.example:8080", 2, Some(u64::MAX)),
                "request (a.example:8080, 2 attempts in 18446744073709552s): ",
            ),
        ] {
            assert_eq!(context.to_string(), expected);
        }
    }

    #[test]
    fn keeps_what_is_set() {
        let mut inner = context(None, "inner.example", 0, Some(5));
        inner.fill(context(Some("a.get"), "outer.example", 2, Some(9)));
        assert_eq!(inner.to_string(), "a.get (inner.example, 2 attempts): ");
        assert_eq!(inner.elapsed, Some(Duration::from_millis(5)));
    }
}
