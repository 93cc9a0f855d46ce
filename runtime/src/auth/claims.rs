//! The claims of a signed request for a token.

use std::time::Duration;

use http::Uri;
use serde_json::Map;

use super::token::seconds_since_epoch;
use crate::wire::Json;

/// How long signed claims are valid. Google's limit is an hour.
pub(super) const LIFETIME: Duration = Duration::from_secs(3600);

/// How many seconds the clock of the server may be slow.
const CLOCK_SKEW: u64 = 10;

/// The claims that a service account signs.
pub(super) struct Claims<'c> {
    pub(super) email: &'c str,
    pub(super) user: Option<&'c str>,
    pub(super) token_url: &'c Uri,
    pub(super) purpose: Purpose<'c>,
}

/// The purpose of signed claims.
pub(super) enum Purpose<'c> {
    /// An access token with these scopes.
    AccessToken(&'c str),
    /// An ID token for this audience.
    #[cfg(feature = "service-account")]
    IdToken(&'c str),
    /// The signed claims are used as an access token with these scopes.
    #[cfg(feature = "service-account")]
    Direct(&'c str),
}

impl Claims<'_> {
    /// Returns the claims as JSON, valid from now on.
    pub(super) fn to_json(&self) -> Json {
        let issued_at = seconds_since_epoch().saturating_sub(CLOCK_SKEW);
        let mut claims = Map::new();
        let mut set = |name: &str, value: Json| claims.insert(name.to_owned(), value);
        set("iss", self.email.into());
        set("iat", issued_at.into());
        set("exp", (issued_at + LIFETIME.as_secs()).into());
        match self.purpose {
            Purpose::AccessToken(scopes) => {
                set("aud", self.token_url.to_string().into());
                set("scope", scopes.into());
                if let Some(user) = self.user {
                    set("sub", user.into());
                }
            }
            #[cfg(feature = "service-account")]
            Purpose::IdToken(audience) => {
                set("aud", self.token_url.to_string().into());
                set("target_audience", audience.into());
            }
            #[cfg(feature = "service-account")]
            Purpose::Direct(scopes) => {
                set("scope", scopes.into());
                set("sub", self.user.unwrap_or(self.email).into());
            }
        }
        Json::Object(claims)
    }
}
