//! A server that acts on behalf of many users with one client: connections and token requests. The
//! module `service` also checks that certificates are read once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use discovery_runtime::Client;

use super::authorized_user::user;
use super::server::Server;
use super::service_account::account;
use super::{client, get};

const USERS: usize = 1000;
const ROUNDS: usize = 2;
const IN_PARALLEL: usize = 16;

/// Makes calls on behalf of every user, several at a time. `client_of` is called for every request.
async fn call_all(client: &Client, client_of: impl Fn(&Client, usize) -> Client + Send + Sync + 'static) {
    let (next, client_of) = (Arc::new(AtomicUsize::new(0)), Arc::new(client_of));
    let workers = (0..IN_PARALLEL).map(|_| {
        let (next, client_of, client) = (Arc::clone(&next), Arc::clone(&client_of), client.clone());
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::SeqCst);
                if number >= USERS * ROUNDS {
                    break;
                }
                get(&client_of(&client, number % USERS)).await.expect("a response");
            }
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.expect("no panic");
    }
}

/// Checks that each user has one token, and that connections are shared.
fn check(server: &Server) {
    let authorizations = server.authorizations();
    assert_eq!(authorizations.len(), USERS * ROUNDS);
    assert_eq!(authorizations.iter().collect::<BTreeSet<_>>().len(), USERS);
    assert_eq!(server.token_requests().len(), USERS);
    assert!(server.connections() <= 4 * IN_PARALLEL, "{} connections", server.connections());
}

#[tokio::test(flavor = "multi_thread")]
async fn users_of_a_service_account_share_connections_and_have_own_tokens() {
    let server = Server::with_tokens(3600).await;
    let client = client(&server, account(&server));
    call_all(&client, |client, number| client.on_behalf_of(&format!("{number}@example.com")).expect("a client")).await;
    check(&server);
}

#[tokio::test(flavor = "multi_thread")]
async fn users_with_refresh_tokens_share_connections_and_have_own_tokens() {
    let server = Server::with_tokens(3600).await;
    let users: Vec<_> = (0..USERS).map(|number| user(&server, &number.to_string())).collect();
    let client = client(&server, discovery_runtime::NoCredentials);
    call_all(&client, move |client, number| client.with_credentials(users[number].clone())).await;
    check(&server);
}
