//! The claims of a signed request for a token.

use std::time::Duration;

use http::Uri;
use serde_json::json;

use super::super::token::seconds_since_epoch;
use crate::wire::Json;

/// How long signed claims are valid. Google's limit is an hour.
pub(super) const LIFETIME: Duration = Duration::from_secs(3600);

/// The time for which the clock of the server may be behind.
const CLOCK_SKEW: u64 = 10;

/// What a service account signs.
pub(super) struct Claims<'c> {
    pub(super) email: &'c str,
    pub(super) user: Option<&'c str>,
    pub(super) token_url: &'c Uri,
    pub(super) purpose: Purpose<'c>,
}

/// What is requested with signed claims.
pub(super) enum Purpose<'c> {
    /// An access token with these scopes.
    AccessToken(&'c str),
    /// An ID token for this audience.
    IdToken(&'c str),
    /// The signed claims are used as an access token with these scopes.
    Direct(&'c str),
}

impl Claims<'_> {
    pub(super) fn to_json(&self) -> Json {
        let issued_at = seconds_since_epoch().saturating_sub(CLOCK_SKEW);
        let mut claims = json!({"iss": self.email, "iat": issued_at, "exp": issued_at + LIFETIME.as_secs()});
        match self.purpose {
            Purpose::AccessToken(scopes) => {
                claims["scope"] = scopes.into();
                claims["aud"] = self.token_url.to_string().into();
                if let Some(user) = self.user {
                    claims["sub"] = user.into();
                }
            }
            Purpose::IdToken(audience) => {
                claims["target_audience"] = audience.into();
                claims["aud"] = self.token_url.to_string().into();
            }
            Purpose::Direct(scopes) => {
                claims["scope"] = scopes.into();
                claims["sub"] = self.user.unwrap_or(self.email).into();
            }
        }
        claims
    }
}
