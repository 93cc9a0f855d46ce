//! The source credentials in a file.

use std::sync::Arc;

use http::HeaderValue;

use crate::auth::authorized_user::AuthorizedUser;
#[cfg(feature = "service-account")]
use crate::auth::service_account::ServiceAccount;
use crate::auth::{Credentials, DEFAULT_UNIVERSE_DOMAIN, file};
use crate::error::AuthError;
use crate::wire::Json;

const MEMBER: &str = "source_credentials";

/// Credentials that impersonate a service account.
pub(super) struct Source {
    pub(super) credentials: Arc<dyn Credentials>,
    pub(super) universe_domain: String,
    pub(super) quota_project: Option<HeaderValue>,
}

/// Reads the source credentials of a file.
pub(super) fn read(credentials: &Json) -> Result<Source, AuthError> {
    let source = credentials.get(MEMBER).filter(|source| source.is_object());
    let source = source.ok_or_else(|| AuthError::new(format!("credentials have no `{MEMBER}`")))?;
    from_value(source).map_err(|error| AuthError::new(format!("`{MEMBER}`: {error}")))
}

fn from_value(source: &Json) -> Result<Source, AuthError> {
    let credentials: Arc<dyn Credentials> = match file::required(source, "type")? {
        "authorized_user" => Arc::new(AuthorizedUser::from_value(source)?),
        #[cfg(feature = "service-account")]
        "service_account" => Arc::new(ServiceAccount::from_value(source)?),
        #[cfg(not(feature = "service-account"))]
        "service_account" => return Err(crate::auth::keys_need_feature()),
        other => {
            let message =
                format!("credentials are of the type `{other}`; expected `authorized_user` or `service_account`");
            return Err(AuthError::new(message));
        }
    };
    Ok(Source {
        credentials,
        universe_domain: file::optional(source, "universe_domain").unwrap_or(DEFAULT_UNIVERSE_DOMAIN).to_owned(),
        quota_project: file::quota_project(source)?,
    })
}
