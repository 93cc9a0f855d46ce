//! Emulators that environment variables name, as for Google's own libraries.

use crate::printable::Printable;

/// An emulator of one of Google's APIs.
pub(super) struct Emulator {
    /// The name of the API: `storage` of `storage:v1`.
    api: &'static str,
    variable: &'static str,
    /// The value of `Authorization` by which the emulator recognizes a server, to which its rules do
    /// not apply.
    pub(super) token: Option<&'static str>,
}

/// The variables that at least one of Google's libraries reads.
const EMULATORS: &[Emulator] = &[
    Emulator::new("bigquery", "BIGQUERY_EMULATOR_HOST"),
    Emulator::new("bigtableadmin", "BIGTABLE_EMULATOR_HOST"),
    Emulator::new("datastore", "DATASTORE_EMULATOR_HOST"),
    Emulator { token: Some("Bearer owner"), ..Emulator::new("firestore", "FIRESTORE_EMULATOR_HOST") },
    Emulator::new("pubsub", "PUBSUB_EMULATOR_HOST"),
    Emulator::new("spanner", "SPANNER_EMULATOR_HOST"),
    Emulator::new("storage", "STORAGE_EMULATOR_HOST"),
];

impl Emulator {
    const fn new(api: &'static str, variable: &'static str) -> Self {
        Self { api, variable, token: None }
    }

    /// Returns the emulator of an API and its root URL, if the environment names one.
    pub(super) fn of_api(
        api_id: &str,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Option<(&'static Self, String)> {
        let name = api_id.split(':').next()?;
        let emulator = EMULATORS.iter().find(|emulator| emulator.api == name)?;
        let host = environment(emulator.variable)?;
        let host = host.trim();
        if host.is_empty() {
            return None;
        }
        // Most variables contain only a host and a port.
        let url = if host.contains("://") { host.to_owned() } else { format!("http://{host}") };
        Some((emulator, url))
    }

    /// Explains an error about the root URL.
    pub(super) fn explain(&self, error: &dyn std::fmt::Display) -> String {
        format!("environment variable {}: {}", self.variable, Printable(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(api: &str, variable: &str, value: &str) -> Option<String> {
        let environment = |name: &str| (name == variable).then(|| value.to_owned());
        Emulator::of_api(api, environment).map(|(_, url)| url)
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
            assert_eq!(url("storage:v1", "STORAGE_EMULATOR_HOST", value).as_deref(), expected, "{value:?}");
        }
    }

    #[test]
    fn every_api_has_its_own_variable() {
        for (api, variable) in [
            ("bigquery:v2", "BIGQUERY_EMULATOR_HOST"),
            ("bigtableadmin:v2", "BIGTABLE_EMULATOR_HOST"),
            ("datastore:v1", "DATASTORE_EMULATOR_HOST"),
            ("firestore:v1", "FIRESTORE_EMULATOR_HOST"),
            ("pubsub:v1", "PUBSUB_EMULATOR_HOST"),
            ("spanner:v1", "SPANNER_EMULATOR_HOST"),
            ("storage:v1", "STORAGE_EMULATOR_HOST"),
        ] {
            assert!(url(api, variable, "localhost:1").is_some(), "{api}");
        }
        assert_eq!(url("storagetransfer:v1", "STORAGE_EMULATOR_HOST", "localhost:1"), None);
        assert_eq!(url("storage:v1", "PUBSUB_EMULATOR_HOST", "localhost:1"), None);
        assert_eq!(url("drive:v3", "DRIVE_EMULATOR_HOST", "localhost:1"), None);
    }
}
