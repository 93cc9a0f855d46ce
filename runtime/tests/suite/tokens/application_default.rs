//! Application default credentials. Unit tests check where they are looked for.

use discovery_runtime::ApplicationDefault;
use serde_json::json;

use super::id_token::{FAR, id_token};
use super::server::{Server, token};
use super::service_account::{KEY, verified};
use super::{client, get};

#[tokio::test]
async fn files_of_users_and_service_accounts_are_usable() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("credentials.json");
    let server = Server::with_tokens(3600).await;
    let user = json!({
        "type": "authorized_user", "client_id": "a", "client_secret": "b", "refresh_token": "c",
        "token_uri": server.token_url(), "quota_project_id": "billed",
    });
    std::fs::write(&path, user.to_string()).unwrap();
    let user = client(&server, ApplicationDefault::from_file(&path).unwrap());
    get(&user).await.unwrap();
    assert_eq!(server.token_requests()[0].field("refresh_token"), "c");
    assert_eq!(server.api_requests()[0].header("x-goog-user-project"), "billed");
    user.on_behalf_of("user@example.com").unwrap_err();

    let key = json!({
        "type": "service_account", "client_email": "robot@project.example", "private_key": KEY,
        "token_uri": server.token_url(), "quota_project_id": "billed-for-user",
    });
    std::fs::write(&path, key.to_string()).unwrap();
    let robot = ApplicationDefault::from_file(&path).unwrap().scopes(["https://scope.example/a"]);
    get(&client(&server, robot).on_behalf_of("user@example.com").unwrap()).await.unwrap();
    assert_eq!(server.api_requests()[1].header("x-goog-user-project"), "billed-for-user");
    let (_, claims) = verified(&server.token_requests()[1].field("assertion"));
    assert_eq!((&claims["sub"], &claims["scope"]), (&json!("user@example.com"), &json!("https://scope.example/a")));
    assert_eq!(server.authorizations(), ["Bearer token-1", "Bearer token-2"]);
}

#[tokio::test]
async fn id_tokens_are_those_of_the_account_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("credentials.json");
    let server = Server::start(|number, request| match request.target.ends_with(":generateIdToken") {
        true => (200, json!({"token": id_token(FAR)}).to_string()),
        false if request.field("assertion").is_empty() => (200, token(number, 3600)),
        false => (200, json!({"id_token": id_token(FAR)}).to_string()),
    })
    .await;
    let user = json!({
        "type": "authorized_user", "client_id": "a", "client_secret": "b", "refresh_token": "c",
        "token_uri": server.token_url(),
    });
    let impersonated = json!({
        "type": "impersonated_service_account", "source_credentials": user,
        "service_account_impersonation_url":
            format!("{}/v1/projects/-/serviceAccounts/robot@project.example:generateAccessToken", server.url),
    });
    let key = json!({
        "type": "service_account", "client_email": "robot@project.example", "private_key": KEY,
        "token_uri": server.token_url(),
    });
    for file in [impersonated, key] {
        std::fs::write(&path, file.to_string()).unwrap();
        let credentials = ApplicationDefault::from_file(&path).unwrap().id_token("https://service.example/").unwrap();
        get(&client(&server, credentials)).await.unwrap();
    }
    assert_eq!(server.authorizations(), [format!("Bearer {}", id_token(FAR)), format!("Bearer {}", id_token(FAR))]);
    let requests = server.token_requests();
    assert_eq!(requests[1].json()["audience"], "https://service.example/");
    assert_eq!(verified(&requests[2].field("assertion")).1["target_audience"], "https://service.example/");

    std::fs::write(&path, user.to_string()).unwrap();
    let error = ApplicationDefault::from_file(&path).unwrap().id_token("https://service.example/").unwrap_err();
    assert_eq!(
        error.to_string(),
        "credentials of a user have no ID tokens for services; those of a service account do"
    );
}
