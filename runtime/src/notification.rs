//! Push notifications: requests that an API sends to a web hook when a resource changes.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::HeaderMap;

/// A notification about a resource that a channel watches, as sent to the web hook of the channel.
///
/// Methods such as `files.watch` create a channel. Its notifications have no body, or the body of
/// the event; what happened is in their headers. Check the [token](Self::has_token) before anything
/// else: everybody can send requests to a web hook.
///
/// # Examples
///
/// ```
/// use discovery_runtime::{Notification, NotificationError, http};
///
/// /// Handles a request to the web hook, and returns the status of the response.
/// fn handle(request: &http::Request<Vec<u8>>) -> Result<u16, NotificationError> {
///     let notification = Notification::from_headers(request.headers())?;
///     if !notification.has_token("the token of the channel") {
///         return Ok(401);
///     }
///     match notification.resource_state() {
///         // The channel was created; nothing has changed yet.
///         "sync" => {}
///         state => println!("{} of {}", state, notification.resource_uri().unwrap_or_default()),
///     }
///     Ok(200)
/// }
/// # let request = http::Request::builder()
/// #     .header("x-goog-channel-id", "c").header("x-goog-channel-token", "the token of the channel")
/// #     .header("x-goog-message-number", "1").header("x-goog-resource-id", "r")
/// #     .header("x-goog-resource-state", "sync").body(Vec::new()).unwrap();
/// # assert_eq!(handle(&request).unwrap(), 200);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Notification {
    channel_id: String,
    message_number: u64,
    resource_id: String,
    resource_state: String,
    resource_uri: Option<String>,
    changed: Vec<String>,
    expiration: Option<SystemTime>,
    token: Option<String>,
}

impl Notification {
    /// Reads the headers of a request to a web hook.
    ///
    /// # Errors
    ///
    /// Returns an error if a header that all notifications have is missing or malformed: the
    /// request is not a notification.
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, NotificationError> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let required = |name| text(name).ok_or(NotificationError { name, is_missing: true });
        let malformed = |name| NotificationError { name, is_missing: false };
        let number = required("x-goog-message-number")?;
        let changed = text("x-goog-changed").unwrap_or_default();
        let changed = changed.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
        let expiration = text("x-goog-channel-expiration")
            .map(|date| httpdate::parse_http_date(date.trim()).map_err(|_| malformed("x-goog-channel-expiration")));
        Ok(Self {
            channel_id: required("x-goog-channel-id")?,
            message_number: number.trim().parse().map_err(|_| malformed("x-goog-message-number"))?,
            resource_id: required("x-goog-resource-id")?,
            resource_state: required("x-goog-resource-state")?,
            resource_uri: text("x-goog-resource-uri"),
            changed: changed.collect(),
            expiration: expiration.transpose()?,
            token: text("x-goog-channel-token"),
        })
    }

    /// Returns `true` if the notification has this token, which was set when the channel was
    /// created. The time of the comparison does not depend on where the tokens differ.
    #[must_use]
    pub fn has_token(&self, token: &str) -> bool {
        let (found, expected) = (self.token.as_deref().unwrap_or_default().as_bytes(), token.as_bytes());
        let difference = found.iter().zip(expected).fold(0, |difference, (a, b)| difference | a ^ b);
        // An optimizer must not end the loop at the first difference.
        let is_equal = std::hint::black_box(difference) == 0;
        self.token.is_some() && found.len() == expected.len() && is_equal
    }

    /// Returns the id of the channel, which was set when the channel was created.
    #[must_use]
    pub fn channel_id(&self) -> &str {
        &self.channel_id
    }

    /// Returns the number of the notification. It is 1 for the first one of a channel, and larger
    /// for each further one, but not without gaps.
    #[must_use]
    pub fn message_number(&self) -> u64 {
        self.message_number
    }

    /// Returns the id of the watched resource, which does not depend on the version of the API.
    #[must_use]
    pub fn resource_id(&self) -> &str {
        &self.resource_id
    }

    /// Returns what happened: `sync` for the creation of the channel, otherwise a word of the API
    /// such as `exists`, `update` or `not_exists`.
    #[must_use]
    pub fn resource_state(&self) -> &str {
        &self.resource_state
    }

    /// Returns the URL of the watched resource.
    #[must_use]
    pub fn resource_uri(&self) -> Option<&str> {
        self.resource_uri.as_deref()
    }

    /// Returns what has changed in the resource, e.g. `content` and `properties`, if the API says
    /// so.
    pub fn changed(&self) -> impl Iterator<Item = &str> {
        self.changed.iter().map(String::as_str)
    }

    /// Returns when the channel expires, if it does.
    #[must_use]
    pub fn expiration(&self) -> Option<SystemTime> {
        self.expiration
    }

    /// Returns when to create a new channel, so that both exist for `overlap` and no change is
    /// missed. `None` if the channel does not expire.
    #[must_use]
    pub fn renew_before(&self, overlap: Duration) -> Option<SystemTime> {
        let expiration = self.expiration?;
        Some(expiration.checked_sub(overlap).unwrap_or(SystemTime::UNIX_EPOCH))
    }
}

/// The error of a request that is not a notification, because a header is missing or malformed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationError {
    name: &'static str,
    is_missing: bool,
}

impl fmt::Display for NotificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = if self.is_missing { "missing" } else { "malformed" };
        write!(f, "the request is not a notification: `{}` is {problem}", self.name)
    }
}

impl std::error::Error for NotificationError {}

impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification")
            .field("channel_id", &self.channel_id)
            .field("message_number", &self.message_number)
            .field("resource_id", &self.resource_id)
            .field("resource_state", &self.resource_state)
            .field("changed", &self.changed)
            .field("expiration", &self.expiration)
            .finish_non_exhaustive()
    }
}
