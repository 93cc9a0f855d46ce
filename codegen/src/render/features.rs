//! The cargo features of a generated crate, each of which enables the feature of the runtime with
//! the same name.

/// A cargo feature.
pub(super) struct Feature {
    pub(super) name: &'static str,
    pub(super) default: bool,
    /// Describes the feature, in the manifest and on the crate's page.
    pub(super) description: &'static str,
}

const fn feature(name: &'static str, description: &'static str) -> Feature {
    Feature { name, default: false, description }
}

pub(super) const FEATURES: &[Feature] = &[
    Feature { name: "rustls", default: true, description: "HTTP transport with TLS by rustls." },
    feature("native-tls", "HTTP transport with the TLS of the operating system."),
    feature("http2", "HTTP/2 for these transports."),
    feature("serde", "serde's `Serialize` and `Deserialize` for all messages and enums. Calls do not need it."),
    feature("jiff", "Conversions from and to the dates, times and durations of jiff."),
    feature("chrono", "Conversions from and to the dates, times and durations of chrono."),
    feature("time", "Conversions from and to the dates, times and durations of time."),
    feature("service-account", "Keys of service accounts. Part of `rustls`."),
    feature("google-cloud-auth", "Google's credential types, e.g. for workload identity federation. Needs Rust 1.91."),
    feature("yup-oauth2", "Authorization by a user, in a browser or on another device."),
    feature("tracing", "A `tracing` span for each call and an event for each attempt."),
    feature("opentelemetry", "`OpenTelemetryMetrics`, an observer that records metrics of calls and attempts."),
    feature("blocking", "Calls from programs without an async runtime."),
    feature("tower", "Any tower service as transport."),
    feature("reqwest", "A reqwest client as transport."),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::FEATURES;

    /// Features of the runtime that generated crates do not pass on: others enable them.
    const INTERNAL: &[&str] = &["default", "hyper", "tokio"];

    #[test]
    fn passes_on_every_feature_of_the_runtime() {
        let manifest = include_str!("../../../runtime/Cargo.toml");
        let section = manifest.split("\n[features]\n").nth(1).and_then(|rest| rest.split("\n[").next());
        let names = section.expect("a section").lines().filter_map(|line| line.split_once(" = ").map(|(name, _)| name));
        let is_name = |name: &&str| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        let public: BTreeSet<&str> = names.filter(is_name).filter(|name| !INTERNAL.contains(name)).collect();
        let passed_on: BTreeSet<&str> = FEATURES.iter().map(|feature| feature.name).collect();
        assert_eq!(passed_on, public);
    }

    #[test]
    fn readme_mentions_every_feature() {
        let readme = include_str!("../../../README.md");
        let is_missing = |name: &&str| !readme.contains(&format!("`{name}`"));
        let missing: Vec<&str> = FEATURES.iter().map(|feature| feature.name).filter(is_missing).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
