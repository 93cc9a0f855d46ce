//! Credentials that request tokens, against token endpoints on this machine.
//!
//! The keys were made for these tests:
//! `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048`, and
//! `openssl rsa -in key.pem -RSAPublicKey_out -outform DER` for the public one.

mod application_default;
mod authorized_user;
mod id_token;
mod impersonated_service_account;
mod many_users;
mod metadata_server;
mod server;
// The verifiers of other systems read no file of certificates.
#[cfg(all(unix, not(target_vendor = "apple")))]
mod service;
mod service_account;
mod shared_token;
mod universe_domain;
mod virtual_time;

use discovery_runtime::{
    ApiDescriptor, Call, Client, ClientBuilder, Credentials, Json, MethodDescriptor, NoRetry, Result,
};

use self::server::Server;

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.googleapis.com/", "v1/");
const GET: MethodDescriptor = MethodDescriptor::new("notes.get", "GET", "notes/{id}")
    .with_scopes(&["https://scope.example/notes", "https://scope.example/notes.readonly"]);
const WRITE: MethodDescriptor =
    MethodDescriptor::new("notes.insert", "POST", "notes").with_scopes(&["https://scope.example/notes"]);

/// Returns a client of the API that the server also plays, with the default transport.
fn client(server: &Server, credentials: impl Credentials + 'static) -> Client {
    let builder = ClientBuilder::new(API).endpoint(&server.url).credentials(credentials).retry(NoRetry);
    builder.build().expect("a client")
}

async fn get(client: &Client) -> Result<Json> {
    Call::new(client, &GET).path_text("id", "7").send().await
}
