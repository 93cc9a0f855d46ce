//! Tokens and their lifetimes.

use std::fmt;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;

use super::{authorization, malformed_token};
use crate::error::AuthError;
use crate::wire::{Json, Timestamp};

/// The lifetime of a token whose server does not state it.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(3600);

/// The longest lifetime of a token; a longer one is shortened.
const MAX_LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// How long before its expiry a token is replaced. The metadata server returns its own cached token
/// until 5 minutes before the expiry, so a longer time would repeat requests without effect.
const REFRESH_BEFORE: Duration = Duration::from_secs(225);

/// A token with the time until which it can be used, by the clock of the transport with which it was
/// requested.
#[derive(Clone)]
pub(super) struct Token {
    header: HeaderValue,
    refresh_at: Instant,
    expires_at: Instant,
}

impl Token {
    /// Creates a token that was requested, or signed by this process, at `start`.
    pub(super) fn new(token: &str, start: Instant, lifetime: Duration) -> Result<Self, AuthError> {
        let lifetime = lifetime.min(MAX_LIFETIME);
        let refresh_after = lifetime.saturating_sub(REFRESH_BEFORE.min(lifetime / 4));
        Ok(Self {
            header: authorization(token).ok_or_else(malformed_token)?,
            refresh_at: start + refresh_after,
            expires_at: start + lifetime,
        })
    }

    /// Reads an access token from the response to a request that was sent at `start`.
    pub(super) fn from_response(response: &Json, start: Instant) -> Result<Self, AuthError> {
        let lifetime = match response.get("expires_in") {
            None | Some(Json::Null) => DEFAULT_LIFETIME,
            Some(seconds) => Duration::from_secs(seconds.as_u64().ok_or_else(malformed_response)?),
        };
        Self::new(text(response, "access_token")?, start, lifetime)
    }

    /// Reads an access token from the response of IAM to a request that was sent at `start`.
    pub(super) fn from_iam_response(response: &Json, start: Instant) -> Result<Self, AuthError> {
        let token = text(response, "accessToken")?;
        let expires_at: Timestamp = text(response, "expireTime")?.parse().map_err(|_| malformed_response())?;
        // Negative if the token has expired.
        let lifetime = Duration::try_from(expires_at.duration_since(Timestamp::now()));
        Self::new(token, start, lifetime.unwrap_or_default())
    }

    /// Creates a token from an ID token, which contains its time of expiry.
    pub(super) fn from_id_token(token: &str, start: Instant) -> Result<Self, AuthError> {
        let claims = token.split('.').nth(1).and_then(|claims| URL_SAFE_NO_PAD.decode(claims).ok());
        let claims: Option<Json> = claims.and_then(|claims| serde_json::from_slice(&claims).ok());
        let expires_at =
            claims.as_ref().and_then(|claims| claims.get("exp")?.as_u64()).ok_or_else(malformed_response)?;
        Self::new(token, start, Duration::from_secs(expires_at.saturating_sub(seconds_since_epoch())))
    }

    /// Creates a token that is valid, but should be replaced.
    #[cfg(test)]
    pub(super) fn old(token: &str, now: Instant) -> Self {
        let header = authorization(token).unwrap_or(HeaderValue::from_static(""));
        Self { header, refresh_at: now, expires_at: now + DEFAULT_LIFETIME }
    }

    /// Returns the value of the header `Authorization`.
    pub(super) fn header(&self) -> &HeaderValue {
        &self.header
    }

    pub(super) fn is_expired(&self, now: Instant) -> bool {
        now >= self.expires_at
    }

    /// Returns `true` if the token should be replaced, although it can still be used.
    pub(super) fn is_old(&self, now: Instant) -> bool {
        now >= self.refresh_at
    }

    /// Postpones the replacement of the token after a failure.
    pub(super) fn keep_until(&mut self, time: Instant) {
        self.refresh_at = time;
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Returns a member of the response of a token endpoint that must be a text.
pub(super) fn text<'r>(response: &'r Json, name: &str) -> Result<&'r str, AuthError> {
    let text = response.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    text.ok_or_else(|| AuthError::transient(format!("the response of the token endpoint contains no `{name}`")))
}

pub(super) fn malformed_response() -> AuthError {
    AuthError::transient("the response of the token endpoint is malformed")
}

/// Returns the time of the system's clock, which assertions contain.
pub(super) fn seconds_since_epoch() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lifetime(response: &Json) -> Option<(u64, u64)> {
        let start = Instant::now();
        let token = Token::from_response(response, start).ok()?;
        Some(((token.refresh_at - start).as_secs(), (token.expires_at - start).as_secs()))
    }

    #[test]
    fn replaces_tokens_before_they_expire() {
        for (expires_in, expected) in [
            (json!(3600), Some((3375, 3600))),
            (json!(60), Some((45, 60))),
            (json!(0), Some((0, 0))),
            (json!(null), Some((3375, 3600))),
            (json!(u64::MAX), Some((86175, 86400))),
            (json!(-1), None),
            (json!("3600"), None),
            (json!(1.5), None),
        ] {
            assert_eq!(lifetime(&json!({"access_token": "a", "expires_in": expires_in})), expected, "{expires_in}");
        }
    }

    #[test]
    fn rejects_responses_without_a_usable_token() {
        for response in [json!({}), json!({"access_token": ""}), json!({"access_token": 7}), json!([]), json!(null)] {
            assert!(Token::from_response(&response, Instant::now()).is_err_and(|error| error.is_transient()));
        }
        let malformed = Token::from_response(&json!({"access_token": "a\nb"}), Instant::now()).unwrap_err();
        assert_eq!(malformed.to_string(), "access token contains characters that are not allowed in a header value");
        for token in ["", "a.b.c", "a..c", "a.e30.c"] {
            assert!(Token::from_id_token(token, Instant::now()).is_err(), "{token}");
        }
    }
}
