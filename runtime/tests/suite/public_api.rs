//! The names at the crate root. A new export has to be added here deliberately.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every public name at the root, apart from the hidden module and from macros.
const EXPORTS: &[&str] = &[
    "ApiDescriptor",
    "ApiError",
    "ApiErrorBuilder",
    "ApplicationDefault",
    "AttemptReport",
    "AuthContext",
    "AuthError",
    "Authenticated",
    "AuthorizedUser",
    "Backoff",
    "Batch",
    "BatchError",
    "BatchKey",
    "BatchResults",
    "Bearer",
    "Body",
    "BoxFuture",
    "BuildError",
    "Call",
    "CallOptions",
    "CallReport",
    "Client",
    "ClientBuilder",
    "Credentials",
    "Date",
    "DateTime",
    "DecodeError",
    "DecodeResponseError",
    "Duration",
    "Endpoint",
    "Error",
    "ErrorKind",
    "FieldMask",
    "HyperTransport",
    "IdToken",
    "ImpersonatedServiceAccount",
    "Json",
    "Map",
    "Maybe",
    "MediaError",
    "MemoryTransport",
    "MetadataServer",
    "Method",
    "MethodDescriptor",
    "Modify",
    "NoCredentials",
    "NoRetry",
    "Notification",
    "NotificationError",
    "NullValue",
    "Number",
    "Observer",
    "OpenTelemetryMetrics",
    "OperationError",
    "PaginationError",
    "Partial",
    "ReqwestTransport",
    "Result",
    "RetryBudget",
    "RetryPolicy",
    "RetryState",
    "ServiceAccount",
    "Stream",
    "TimeError",
    "Timestamp",
    "TokenClient",
    "TowerTransport",
    "Transport",
    "TransportError",
    "UnknownFields",
    "UnknownValue",
    "auth",
    "blocking",
    "bytes",
    "decode",
    "decode_into",
    "decode_json",
    "encode",
    "error_details",
    "google_application_default",
    "google_cloud_auth",
    "http",
    "install_tls_provider",
    "media",
    "modify",
    "native_tls",
    "operation",
    "pagination",
    "rustls",
    "streaming",
    "testing",
    "wire",
    "yup_oauth2",
];

/// The macros for users. All others are hidden.
const MACROS: &[&str] = &["partial", "send_empty", "send_null"];

fn source(path: impl AsRef<Path>) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path);
    fs::read_to_string(&path).expect("a source file")
}

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { source_files(&path) } else { vec![path] }).collect()
}

#[test]
fn the_crate_root_exports_what_users_need() {
    let lib = source("lib.rs");
    let public = lib.split("#[doc(hidden)]").next().unwrap_or_default();
    let code: Vec<&str> = public.lines().filter(|line| !line.starts_with("//") && !line.starts_with('#')).collect();
    let mut exports = BTreeSet::new();
    for item in code.join(" ").split(';') {
        if let Some(module) = item.trim().strip_prefix("pub mod ") {
            exports.insert(module.to_owned());
        } else if let Some(path) = item.trim().strip_prefix("pub use ") {
            let names = path.rsplit_once("::").map_or(path, |(_, names)| names);
            let names = names.trim_matches(['{', '}']).split(',').map(str::trim);
            exports.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
        }
    }
    assert_eq!(exports.iter().map(String::as_str).collect::<Vec<_>>(), EXPORTS);
}

#[test]
fn macros_of_generated_code_are_hidden() {
    let mut visible = Vec::new();
    for path in source_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/macros")) {
        let text = source(&path);
        let lines: Vec<&str> = text.lines().collect();
        for window in lines.windows(3) {
            if let [before, "#[macro_export]", definition] = window
                && *before != "#[doc(hidden)]"
            {
                let name = definition.strip_prefix("macro_rules! ").and_then(|name| name.strip_suffix(" {"));
                visible.extend(name.map(str::to_owned));
            }
        }
        assert!(!text.contains("$crate::wire::"), "{}: use `$crate::__private`", path.display());
    }
    visible.sort_unstable();
    assert_eq!(visible, MACROS);
}

#[test]
fn nothing_else_is_hidden() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    // In `lib.rs` the module for generated code, and the function by which a request builder
    // implements `CallOptions`.
    let with_hidden_item = [src.join("lib.rs"), src.join("call/options.rs")];
    for path in source_files(&src) {
        if !path.starts_with(src.join("macros")) {
            let hidden = source(&path).lines().filter(|line| line.trim() == "#[doc(hidden)]").count();
            assert_eq!(hidden, usize::from(with_hidden_item.contains(&path)), "{}", path.display());
        }
    }
}
