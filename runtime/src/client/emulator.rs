//! Emulators that environment variables name, as for Google's own libraries.

use http::Uri;

use crate::descriptor::ApiDescriptor;
use crate::error::BuildError;
use crate::printable::Printable;

/// An emulator of one of Google's APIs.
pub(super) struct Emulator {
    /// The name of the API: `storage` of `storage:v1`.
    api: &'static str,
    variable: &'static str,
    server: Server,
    /// The value of `Authorization` by which the emulator recognizes a server, to which its rules do
    /// not apply.
    pub(super) token: Option<&'static str>,
}

/// The server that a variable names.
enum Server {
    /// A server of the API.
    Api,
    /// A server of several APIs, whose paths begin with the host of the API.
    PathWithHost,
    /// A server that understands gRPC only, and the alternative.
    Grpc(&'static str),
}

/// The variables that at least one of Google's libraries reads. The first one that is set counts.
const EMULATORS: &[Emulator] = &[
    Emulator::new("bigquery", "BIGQUERY_EMULATOR_HOST"),
    Emulator::grpc("bigtableadmin", "BIGTABLE_EMULATOR_HOST", "which has no REST API"),
    Emulator::new("datastore", "DATASTORE_EMULATOR_HOST"),
    Emulator::firebase("firebasedataconnect", "FIREBASE_DATA_CONNECT_EMULATOR_HOST"),
    Emulator::firebase("firebasedataconnect", "DATA_CONNECT_EMULATOR_HOST"),
    Emulator::firebase("firestore", "FIRESTORE_EMULATOR_HOST"),
    Emulator { server: Server::PathWithHost, ..Emulator::firebase("identitytoolkit", "FIREBASE_AUTH_EMULATOR_HOST") },
    Emulator::new("pubsub", "PUBSUB_EMULATOR_HOST"),
    Emulator::grpc(
        "spanner",
        "SPANNER_EMULATOR_HOST",
        "which has another port for its REST API: set it as the endpoint, e.g. `http://localhost:9020`",
    ),
    Emulator::new("storage", "STORAGE_EMULATOR_HOST"),
    Emulator::new("storage", "FIREBASE_STORAGE_EMULATOR_HOST"),
];

impl Emulator {
    const fn new(api: &'static str, variable: &'static str) -> Self {
        Self { api, variable, server: Server::Api, token: None }
    }

    const fn firebase(api: &'static str, variable: &'static str) -> Self {
        Self { token: Some("Bearer owner"), ..Self::new(api, variable) }
    }

    const fn grpc(api: &'static str, variable: &'static str, alternative: &'static str) -> Self {
        Self { server: Server::Grpc(alternative), ..Self::new(api, variable) }
    }

    /// Returns the emulator of an API and its root URL, if the environment names one.
    pub(super) fn of_api(
        api: &ApiDescriptor,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<(&'static Self, String)>, BuildError> {
        let name = api.id().split(':').next().unwrap_or_default();
        let value = |emulator: &'static Self| {
            let host = environment(emulator.variable)?.trim().to_owned();
            (!host.is_empty()).then_some((emulator, host))
        };
        let Some((emulator, host)) = EMULATORS.iter().filter(|emulator| emulator.api == name).find_map(value) else {
            return Ok(None);
        };
        // Most variables contain only a host and a port.
        let url = if host.contains("://") { host } else { format!("http://{host}") };
        match emulator.server {
            Server::Api => Ok(Some((emulator, url))),
            Server::PathWithHost => {
                let root: Option<Uri> = api.root_url().parse().ok();
                let host_of_api = root.as_ref().and_then(Uri::host).unwrap_or_default();
                Ok(Some((emulator, format!("{}/{host_of_api}/", url.trim_end_matches('/')))))
            }
            // HTTP would not be understood, and without the emulator a test could change real data.
            Server::Grpc(alternative) => Err(BuildError::new(format!(
                "environment variable {} names the gRPC port of an emulator, {alternative}; \
                 `emulator_from_env(false)` ignores the variable",
                emulator.variable
            ))),
        }
    }

    /// Explains an error about the root URL.
    pub(super) fn explain(&self, error: &dyn std::fmt::Display) -> String {
        format!("environment variable {}: {}", self.variable, Printable(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORAGE: ApiDescriptor = ApiDescriptor::new("storage:v1", "https://storage.googleapis.com/", "storage/v1/");

    fn url_of(api: &ApiDescriptor, variables: &[(&str, &str)]) -> Result<Option<String>, String> {
        let environment =
            |name: &str| variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).to_owned());
        let emulator = Emulator::of_api(api, environment).map_err(|error| error.to_string())?;
        Ok(emulator.map(|(_, url)| url))
    }

    #[test]
    fn accepts_hosts_and_urls() {
        for (value, expected) in [
            ("localhost:9000", Some("http://localhost:9000")),
            ("http://gcs:4443", Some("http://gcs:4443")),
            ("https://gcs.example/", Some("https://gcs.example/")),
            ("[::1]:9000", Some("http://[::1]:9000")),
            (" 0.0.0.0:80 ", Some("http://0.0.0.0:80")),
            ("", None),
            (" ", None),
        ] {
            let url = url_of(&STORAGE, &[("STORAGE_EMULATOR_HOST", value)]).unwrap();
            assert_eq!(url.as_deref(), expected, "{value:?}");
        }
    }

    #[test]
    fn first_variable_that_is_set_counts() {
        let of_firebase = ("FIREBASE_STORAGE_EMULATOR_HOST", "localhost:1");
        for (others, expected) in [
            (&[("STORAGE_EMULATOR_HOST", "localhost:2"), of_firebase][..], "http://localhost:2"),
            (&[("STORAGE_EMULATOR_HOST", ""), of_firebase], "http://localhost:1"),
            (&[of_firebase], "http://localhost:1"),
        ] {
            assert_eq!(url_of(&STORAGE, others).unwrap().as_deref(), Some(expected));
        }
    }

    #[test]
    fn every_api_has_its_own_variables() {
        let api = |id| ApiDescriptor::new(id, "https://api.googleapis.com/", "");
        for (id, variable) in [
            ("bigquery:v2", "BIGQUERY_EMULATOR_HOST"),
            ("datastore:v1", "DATASTORE_EMULATOR_HOST"),
            ("firebasedataconnect:v1", "DATA_CONNECT_EMULATOR_HOST"),
            ("firebasedataconnect:v1", "FIREBASE_DATA_CONNECT_EMULATOR_HOST"),
            ("firestore:v1", "FIRESTORE_EMULATOR_HOST"),
            ("pubsub:v1", "PUBSUB_EMULATOR_HOST"),
            ("storage:v1", "STORAGE_EMULATOR_HOST"),
        ] {
            let url = url_of(&api(id), &[(variable, "localhost:1")]).unwrap();
            assert_eq!(url.as_deref(), Some("http://localhost:1"), "{id}");
        }
        assert_eq!(url_of(&api("storagetransfer:v1"), &[("STORAGE_EMULATOR_HOST", "localhost:1")]), Ok(None));
        assert_eq!(url_of(&STORAGE, &[("PUBSUB_EMULATOR_HOST", "localhost:1")]), Ok(None));
        assert_eq!(url_of(&api("drive:v3"), &[("DRIVE_EMULATOR_HOST", "localhost:1")]), Ok(None));
    }

    /// The paths are those of the emulator in firebase-tools (`lib/emulator/auth/server.js`), which
    /// the Admin SDKs of Firebase use as well.
    #[test]
    fn path_of_the_authentication_emulator_begins_with_the_host_of_the_api() {
        let v1 = ApiDescriptor::new("identitytoolkit:v1", "https://identitytoolkit.googleapis.com/", "");
        let v3 =
            ApiDescriptor::new("identitytoolkit:v3", "https://www.googleapis.com/", "identitytoolkit/v3/relyingparty/");
        for (api, value, expected) in [
            (&v1, "127.0.0.1:9099", "http://127.0.0.1:9099/identitytoolkit.googleapis.com/"),
            (&v1, "http://auth:9099/", "http://auth:9099/identitytoolkit.googleapis.com/"),
            (&v3, "127.0.0.1:9099", "http://127.0.0.1:9099/www.googleapis.com/"),
        ] {
            let url = url_of(api, &[("FIREBASE_AUTH_EMULATOR_HOST", value)]).unwrap();
            assert_eq!(url.as_deref(), Some(expected));
        }
    }

    #[test]
    fn grpc_port_is_an_error_with_the_alternative() {
        let spanner = ApiDescriptor::new("spanner:v1", "https://spanner.googleapis.com/", "");
        for value in ["localhost:9010", "http://localhost:9020"] {
            assert_eq!(
                url_of(&spanner, &[("SPANNER_EMULATOR_HOST", value)]).unwrap_err(),
                "environment variable SPANNER_EMULATOR_HOST names the gRPC port of an emulator, which has another port \
                 for its REST API: set it as the endpoint, e.g. `http://localhost:9020`; `emulator_from_env(false)` \
                 ignores the variable"
            );
        }
        let bigtable = ApiDescriptor::new("bigtableadmin:v2", "https://bigtableadmin.googleapis.com/", "");
        assert_eq!(
            url_of(&bigtable, &[("BIGTABLE_EMULATOR_HOST", "localhost:8086")]).unwrap_err(),
            "environment variable BIGTABLE_EMULATOR_HOST names the gRPC port of an emulator, which has no REST API; \
             `emulator_from_env(false)` ignores the variable"
        );
        assert_eq!(url_of(&spanner, &[("SPANNER_EMULATOR_HOST", "")]), Ok(None));
    }
}
