//! Application default credentials.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use http::{HeaderMap, HeaderValue};

use super::authorized_user::AuthorizedUser;
use super::id_token::IdToken;
use super::impersonated_service_account::ImpersonatedServiceAccount;
use super::metadata_server::MetadataServer;
#[cfg(feature = "service-account")]
use super::service_account::ServiceAccount;
use super::{AuthContext, Credentials, file};
use crate::error::AuthError;
use crate::future::BoxFuture;
use crate::headers::QUOTA_PROJECT;
use crate::wire::Json;

/// The variable with the path of a file with credentials.
const FILE_VARIABLE: &str = "GOOGLE_APPLICATION_CREDENTIALS";

/// The variable with the project that is billed for requests.
const QUOTA_PROJECT_VARIABLE: &str = "GOOGLE_CLOUD_QUOTA_PROJECT";

const FILE_NAME: &str = "application_default_credentials.json";

/// The application default credentials of the environment.
///
/// These are the credentials in the file that `GOOGLE_APPLICATION_CREDENTIALS` names, or else the
/// login of `gcloud auth application-default login`, or else the service account of the machine
/// from the [`MetadataServer`]. Files can contain an [`AuthorizedUser`], an
/// [`ImpersonatedServiceAccount`] or, with the feature `service-account`, the key of a
/// `ServiceAccount`. The other types, for workload identity federation, need
/// `google_application_default` of the feature `google-cloud-auth`.
///
/// # Examples
///
/// ```no_run
/// use discovery_runtime::ApplicationDefault;
/// # use discovery_runtime::{ApiDescriptor, Client, ClientBuilder, Error};
///
/// # fn main() -> Result<(), Error> {
/// # const API: ApiDescriptor = ApiDescriptor::new("drive:v3", "https://www.googleapis.com/", "drive/v3/");
/// # let builder = || ClientBuilder::<Client>::new(API);
/// // `Client::builder()` in a generated crate.
/// let client = builder().credentials(ApplicationDefault::new()?).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ApplicationDefault {
    kind: Kind,
    quota_project: Option<HeaderValue>,
}

#[derive(Clone, Debug)]
enum Kind {
    AuthorizedUser(AuthorizedUser),
    Impersonated(Box<ImpersonatedServiceAccount>),
    MetadataServer(MetadataServer),
    #[cfg(feature = "service-account")]
    ServiceAccount(Box<ServiceAccount>),
}

impl ApplicationDefault {
    /// Finds the credentials of the environment. The metadata server is not contacted before the
    /// first call.
    ///
    /// # Errors
    ///
    /// Returns an error if a file with credentials exists but is not usable.
    pub fn new() -> Result<Self, AuthError> {
        Self::in_environment(|name| std::env::var_os(name).filter(|value| !value.is_empty()))
    }

    fn in_environment(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, AuthError> {
        let found = match variable(FILE_VARIABLE).map(PathBuf::from) {
            Some(path) => Self::from_file(path)?,
            None => match file_of_gcloud(&variable).filter(|path| path.exists()) {
                Some(path) => Self::from_file(path)?,
                None => Self { kind: Kind::MetadataServer(MetadataServer::new()), quota_project: None },
            },
        };
        let Some(project) = variable(QUOTA_PROJECT_VARIABLE) else { return Ok(found) };
        let project = project.to_str().and_then(|project| HeaderValue::try_from(project).ok());
        let invalid = || AuthError::new(format!("{QUOTA_PROJECT_VARIABLE} is not the ID of a project"));
        Ok(Self { quota_project: Some(project.ok_or_else(invalid)?), ..found })
    }

    /// Reads credentials from a file.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is not usable.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, AuthError> {
        file::read(path.as_ref(), Self::from_value)
    }

    fn from_value(credentials: &Json) -> Result<Self, AuthError> {
        let kind = match file::required(credentials, "type")? {
            "authorized_user" => Kind::AuthorizedUser(AuthorizedUser::from_value(credentials)?),
            "impersonated_service_account" => {
                Kind::Impersonated(Box::new(ImpersonatedServiceAccount::from_value(credentials)?))
            }
            #[cfg(feature = "service-account")]
            "service_account" => Kind::ServiceAccount(Box::new(ServiceAccount::from_value(credentials)?)),
            #[cfg(not(feature = "service-account"))]
            "service_account" => return Err(super::keys_need_feature()),
            other => {
                let message = format!(
                    "credentials of the type `{other}` need `google_application_default` of the feature \
                     `google-cloud-auth`"
                );
                return Err(AuthError::new(message));
            }
        };
        Ok(Self { kind, quota_project: file::quota_project(credentials)? })
    }

    /// Sets the scopes of the tokens of a service account. The default are those that the called
    /// method accepts, or those of the machine. Tokens of a user have the scopes that the user
    /// authorized.
    pub fn scopes<S: AsRef<str>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        let kind = match self.kind {
            Kind::AuthorizedUser(user) => Kind::AuthorizedUser(user),
            Kind::Impersonated(account) => Kind::Impersonated(Box::new(account.scopes(scopes))),
            Kind::MetadataServer(server) => Kind::MetadataServer(server.scopes(scopes)),
            #[cfg(feature = "service-account")]
            Kind::ServiceAccount(account) => Kind::ServiceAccount(Box::new(account.scopes(scopes))),
        };
        Self { kind, ..self }
    }

    /// Returns credentials with ID tokens of the service account for an audience: the URL of a
    /// service in Cloud Run, or the ID of the OAuth 2.0 client of Identity-Aware Proxy.
    ///
    /// # Errors
    ///
    /// Returns an error if the credentials are those of a user. Users can impersonate a service
    /// account: `gcloud auth application-default login --impersonate-service-account`.
    pub fn id_token(&self, audience: impl Into<String>) -> Result<IdToken, AuthError> {
        match &self.kind {
            Kind::AuthorizedUser(_) => Err(AuthError::new(
                "credentials of a user have no ID tokens for services; those of a service account do",
            )),
            Kind::Impersonated(account) => Ok(account.id_token(audience)),
            Kind::MetadataServer(server) => Ok(server.id_token(audience)),
            #[cfg(feature = "service-account")]
            Kind::ServiceAccount(account) => Ok(account.id_token(audience)),
        }
    }

    fn credentials(&self) -> &dyn Credentials {
        match &self.kind {
            Kind::AuthorizedUser(user) => user,
            Kind::Impersonated(account) => account,
            Kind::MetadataServer(server) => server,
            #[cfg(feature = "service-account")]
            Kind::ServiceAccount(account) => account,
        }
    }
}

/// Adds to an error of the metadata server that no file with credentials was found.
fn without_file(error: &AuthError) -> AuthError {
    let message =
        format!("{FILE_VARIABLE} is not set, gcloud has no login, and the metadata server gave no token: {error}");
    AuthError::new(message).with_transient(error.is_transient())
}

/// Returns the path of the file in which gcloud stores the login of a user.
fn file_of_gcloud(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = match (variable("CLOUDSDK_CONFIG"), cfg!(windows)) {
        (Some(folder), _) => folder.into(),
        (None, true) => PathBuf::from(variable("APPDATA")?).join("gcloud"),
        (None, false) => PathBuf::from(variable("HOME")?).join(".config/gcloud"),
    };
    Some(folder.join(FILE_NAME))
}

impl Credentials for ApplicationDefault {
    fn headers<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<HeaderMap, AuthError>> {
        Box::pin(async move {
            let headers = self.credentials().headers(context).await;
            let mut headers = headers.map_err(|error| match &self.kind {
                Kind::MetadataServer(_) => without_file(&error),
                _ => error,
            })?;
            if let Some(project) = &self.quota_project {
                headers.insert(QUOTA_PROJECT, project.clone());
            }
            Ok(headers)
        })
    }

    fn refused(&self, headers: &HeaderMap, context: AuthContext<'_>) {
        self.credentials().refused(headers, context);
    }

    fn universe_domain<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Option<String>> {
        self.credentials().universe_domain(context)
    }

    fn on_behalf_of(&self, user: &str) -> Option<Arc<dyn Credentials>> {
        let kind = match &self.kind {
            Kind::AuthorizedUser(_) | Kind::MetadataServer(_) => return None,
            Kind::Impersonated(account) => Kind::Impersonated(Box::new((**account).clone().subject(user))),
            #[cfg(feature = "service-account")]
            Kind::ServiceAccount(account) => Kind::ServiceAccount(Box::new((**account).clone().subject(user))),
        };
        Some(Arc::new(Self { kind, quota_project: self.quota_project.clone() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: &str = r#"{"type": "authorized_user", "client_id": "a", "client_secret": "SECRET",
        "refresh_token": "SECRET", "quota_project_id": "of-the-file"}"#;

    #[test]
    fn finds_credentials_in_the_documented_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).into_os_string();
        let gcloud = folder.path().join(".config/gcloud");
        std::fs::create_dir_all(&gcloud).unwrap();
        let in_environment = |variables: &[(&str, OsString)]| {
            ApplicationDefault::in_environment(|name| {
                variables.iter().find(|(other, _)| *other == name).map(|(_, value)| value.clone())
            })
        };
        let home = ("HOME", folder.path().as_os_str().to_owned());
        let found = in_environment(std::slice::from_ref(&home)).unwrap();
        assert!(matches!(found.kind, Kind::MetadataServer(_)), "{found:?}");

        std::fs::write(gcloud.join(FILE_NAME), USER).unwrap();
        let found = in_environment(std::slice::from_ref(&home)).unwrap();
        assert!(matches!(&found.kind, Kind::AuthorizedUser(_)), "{found:?}");
        assert_eq!(found.quota_project.as_ref().unwrap(), "of-the-file");
        assert!(!format!("{found:?}").contains("SECRET"));
        let found = in_environment(&[home.clone(), (QUOTA_PROJECT_VARIABLE, "other".into())]).unwrap();
        assert_eq!(found.quota_project.unwrap(), "other");

        let error = in_environment(&[home, (FILE_VARIABLE, path("missing.json"))]).unwrap_err().to_string();
        assert!(error.contains("missing.json"), "{error}");
    }

    #[tokio::test]
    async fn error_without_any_credentials_says_where_they_were_looked_for() {
        let method = crate::descriptor::MethodDescriptor::new("notes.get", "GET", "notes");
        let transport =
            crate::testing::MemoryTransport::new().fail_to_send(crate::error::TransportError::transient("no host"));
        let found = ApplicationDefault::in_environment(|_| None).unwrap();
        let error = found.headers(AuthContext::new(&method, &transport)).await.unwrap_err();
        assert!(error.is_transient());
        let places =
            "GOOGLE_APPLICATION_CREDENTIALS is not set, gcloud has no login, and the metadata server gave no token: ";
        assert!(error.to_string().starts_with(places) && error.to_string().ends_with("no host"), "{error}");
    }

    #[test]
    fn names_the_file_and_the_problem() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.json");
        for (content, problem) in [
            ("{", "credentials are not valid JSON"),
            (r#"{"client_secret": "SECRET""#, "credentials are not valid JSON"),
            ("{}", "credentials have no `type`"),
            (
                r#"{"type": "authorized_user", "client_id": "a", "client_secret": 7}"#,
                "credentials have no `client_secret`",
            ),
            (
                r#"{"type": "external_account"}"#,
                "credentials of the type `external_account` need `google_application_default` of the feature `google-cloud-auth`",
            ),
        ] {
            std::fs::write(&path, content).unwrap();
            let error = ApplicationDefault::from_file(&path).unwrap_err().to_string();
            assert_eq!(error, format!("{}: {problem}", path.display()));
        }
    }
}
