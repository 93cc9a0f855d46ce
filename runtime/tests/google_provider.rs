//! Credentials of Google's auth library without what they need: a TLS provider of the process, and
//! a tokio runtime. One test, because it installs the provider of this process.

#![allow(clippy::unwrap_used, reason = "test helpers")]

use discovery_runtime::google_cloud_auth::credentials::{Credentials, service_account, user_account};
use discovery_runtime::{
    ApiDescriptor, Call, Client, ClientBuilder, ErrorKind, Json, MemoryTransport, MethodDescriptor,
    google_application_default,
};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes");

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn user() -> Credentials {
    let user = json!({
        "type": "authorized_user", "client_id": "id", "client_secret": "s", "refresh_token": "r",
        "token_uri": "http://127.0.0.1:1/",
    });
    user_account::Builder::new(user).build().unwrap()
}

fn robot() -> Credentials {
    let key = json!({
        "type": "service_account", "client_email": "a", "private_key_id": "b", "project_id": "c",
        "private_key": include_str!("suite/tokens/key.pem"),
    });
    service_account::Builder::new(key).build().unwrap()
}

async fn error(credentials: Credentials) -> String {
    let builder = ClientBuilder::<Client>::new(API).transport(MemoryTransport::new()).credentials(credentials);
    let client = builder.build().unwrap();
    let error = Call::<Json>::new(&client, &GET).send().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Auth(_)), "{error:?}");
    error.to_string()
}

#[test]
fn missing_provider_or_runtime_is_an_error() {
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
    for credentials in [user as fn() -> Credentials, robot] {
        let error = runtime().block_on(async { error(credentials()).await });
        assert!(error.contains("`install_tls_provider`"), "{error}");
        assert!(rustls::crypto::CryptoProvider::get_default().is_none());
    }
    let outside = google_application_default(["a"]).unwrap_err().to_string();
    assert_eq!(outside, "Google's auth library needs a tokio runtime to refresh its tokens");

    discovery_runtime::install_tls_provider();
    let ended = runtime();
    let credentials = ended.block_on(async { user() });
    drop(ended);
    let error = runtime().block_on(error(credentials));
    assert!(error.contains("runtime on which the credentials were created"), "{error}");
}
