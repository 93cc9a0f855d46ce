//! Service accounts that other credentials impersonate through IAM.
//!
//! Requests and responses are those that Google documents for the methods `generateAccessToken` and
//! `signJwt` of `projects.serviceAccounts` in the reference of the IAM Service Account Credentials
//! API: <https://cloud.google.com/iam/docs/reference/credentials/rest>.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use discovery_runtime::{
    ApplicationDefault, AuthorizedUser, Call, ErrorKind, ImpersonatedServiceAccount, Json, MetadataServer,
};
use serde_json::{Value, json};

use super::authorized_user::user;
use super::server::{Received, Server, token};
use super::service_account::{KEY, verified};
use super::{GET, WRITE, client, get};

pub(crate) const ROBOT: &str = "robot@project.iam.gserviceaccount.com";

const IAM: &str = "/v1/projects/-/serviceAccounts/robot%40project.iam.gserviceaccount.com:";

/// Returns the response of IAM with an access token.
pub(crate) fn access_token(token: &str, expire_time: &str) -> String {
    json!({"accessToken": token, "expireTime": expire_time}).to_string()
}

const FAR: &str = "2999-12-31T23:59:59Z";

/// Responds like the metadata server, the token endpoint and IAM, with tokens whose numbers are those
/// of the requests.
pub(crate) fn respond(number: usize, request: &Received) -> (u16, String) {
    match request.target.strip_prefix(IAM) {
        Some("generateAccessToken") => (200, access_token(&format!("of-robot-{number}"), FAR)),
        Some("signJwt") => {
            let payload = request.json()["payload"].as_str().expect("text").to_owned();
            (200, json!({"keyId": "k", "signedJwt": format!("h.{}.s", URL_SAFE_NO_PAD.encode(payload))}).to_string())
        }
        _ if request.target.ends_with("/universe-domain") => (200, "googleapis.com".to_owned()),
        _ => (200, token(number, 3600)),
    }
}

/// Returns a service account that the account of the machine impersonates. The first request is that
/// for the universe domain of the machine, the second one that for its token.
pub(crate) fn robot(server: &Server) -> ImpersonatedServiceAccount {
    let robot = ImpersonatedServiceAccount::new(ROBOT, MetadataServer::new().host(server.host()));
    robot.token_url(&server.token_url()).and_then(|robot| robot.iam_url(&server.url)).expect("URLs of this machine")
}

/// Returns the requests that IAM received.
pub(crate) fn iam_requests(server: &Server) -> Vec<Received> {
    server.token_requests().into_iter().filter(|request| request.target.starts_with(IAM)).collect()
}

#[tokio::test]
async fn iam_issues_a_token_that_is_shared() {
    let server = Server::start(respond).await;
    let client = client(&server, robot(&server));
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    assert_eq!(server.authorizations(), ["Bearer of-robot-3", "Bearer of-robot-3"]);
    let requests = iam_requests(&server);
    let [request] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(request.target, format!("{IAM}generateAccessToken"));
    assert_eq!(request.header("authorization"), "Bearer token-2");
    assert_eq!(request.header("content-type"), "application/json");
    let expected = json!({
        "scope": ["https://scope.example/notes", "https://scope.example/notes.readonly"],
        "lifetime": "3600s",
    });
    assert_eq!(request.json(), expected);
}

#[tokio::test]
async fn delegates_lifetime_and_scopes_are_sent() {
    let server = Server::start(respond).await;
    let robot = robot(&server)
        .delegates([
            "a@project.iam.gserviceaccount.com",
            "projects/-/serviceAccounts/b@project.iam.gserviceaccount.com",
        ])
        .lifetime(Duration::from_secs(12 * 3600))
        .scopes(["https://scope.example/a", "https://scope.example/b"]);
    let client = client(&server, robot);
    get(&client).await.unwrap();
    Call::<()>::new(&client, &WRITE).send().await.unwrap();
    let requests = iam_requests(&server);
    let [request] = &requests[..] else { panic!("{requests:?}") };
    let expected = json!({
        "delegates": [
            "projects/-/serviceAccounts/a@project.iam.gserviceaccount.com",
            "projects/-/serviceAccounts/b@project.iam.gserviceaccount.com",
        ],
        "scope": ["https://scope.example/a", "https://scope.example/b"],
        "lifetime": "43200s",
    });
    assert_eq!(request.json(), expected);
}

#[tokio::test]
async fn expired_token_is_replaced() {
    // IAM documents up to nine digits after the second.
    for expired in ["2014-10-02T15:01:23Z", "2014-10-02T15:01:23.045123456Z", "2014-10-02T15:01:23+05:30"] {
        let server = Server::start(move |number, request| match request.target.strip_prefix(IAM) {
            Some(_) => (200, access_token(&format!("of-robot-{number}"), expired)),
            None => respond(number, request),
        })
        .await;
        let client = client(&server, robot(&server));
        get(&client).await.unwrap();
        get(&client).await.unwrap();
        assert_eq!(server.authorizations(), ["Bearer of-robot-3", "Bearer of-robot-4"]);
    }
}

#[tokio::test]
async fn token_that_the_api_refuses_is_replaced() {
    let server = Server::start(respond).await;
    server.refuse("of-robot-3");
    get(&client(&server, robot(&server))).await.unwrap();
    assert_eq!(server.authorizations(), ["Bearer of-robot-3", "Bearer of-robot-4"]);
}

#[tokio::test]
async fn token_of_the_source_that_iam_refuses_is_replaced() {
    let server = Server::start(|number, request| match request.header("authorization") {
        "Bearer token-2" => (401, json!({"error": {"code": 401, "status": "UNAUTHENTICATED"}}).to_string()),
        _ => respond(number, request),
    })
    .await;
    get(&client(&server, robot(&server))).await.unwrap();
    let tokens: Vec<String> =
        iam_requests(&server).iter().map(|request| request.header("authorization").to_owned()).collect();
    assert_eq!(tokens, ["Bearer token-2", "Bearer token-4"]);
    assert_eq!(server.authorizations(), ["Bearer of-robot-5"]);
}

#[tokio::test]
async fn iam_signs_requests_on_behalf_of_users() {
    let server = Server::start(respond).await;
    let robot = robot(&server).delegates(["a@project.iam.gserviceaccount.com"]);
    let client = client(&server, robot).on_behalf_of("user@example.com").unwrap();
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    let requests = server.token_requests();
    let targets: Vec<&str> = requests.iter().map(|request| request.target.as_str()).collect();
    let metadata = "/computeMetadata/v1/instance/service-accounts/default/token";
    assert_eq!(targets[1..], [metadata, &format!("{IAM}signJwt"), "/token"]);
    let signed: Value = serde_json::from_str(requests[2].json()["payload"].as_str().expect("text")).expect("JSON");
    assert_eq!(
        requests[2].json()["delegates"],
        json!(["projects/-/serviceAccounts/a@project.iam.gserviceaccount.com"])
    );
    assert_eq!(requests[3].field("grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
    let assertion = requests[3].field("assertion");
    let claims = URL_SAFE_NO_PAD.decode(assertion.split('.').nth(1).expect("claims")).expect("base64");
    assert_eq!(serde_json::from_slice::<Value>(&claims).expect("JSON"), signed);
    let issued_at = signed["iat"].as_u64().expect("a time");
    let expected = json!({
        "iss": ROBOT,
        "sub": "user@example.com",
        "aud": server.token_url(),
        "scope": "https://scope.example/notes https://scope.example/notes.readonly",
        "iat": issued_at,
        "exp": issued_at + 3600,
    });
    assert_eq!(signed, expected);
    assert_eq!(server.authorizations(), ["Bearer token-4", "Bearer token-4"]);
}

#[tokio::test]
async fn missing_permission_is_an_error_that_says_why() {
    let server = Server::start(|number, request| match request.target.strip_prefix(IAM) {
        Some(_) => {
            let message = "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).";
            let details = json!([{
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "IAM_PERMISSION_DENIED",
                "domain": "iam.googleapis.com",
                "metadata": {"permission": "iam.serviceAccounts.getAccessToken"},
            }]);
            let error = json!({"code": 403, "message": message, "status": "PERMISSION_DENIED", "details": details});
            (403, json!({"error": error}).to_string())
        }
        None => respond(number, request),
    })
    .await;
    let error = get(&client(&server, robot(&server))).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Auth(error) if !error.is_transient()), "{error:?}");
    assert_eq!(
        error.kind().to_string(),
        "127.0.0.1 refused to issue a token: 403: PERMISSION_DENIED: Permission 'iam.serviceAccounts.getAccessToken' \
         denied on resource (or it may not exist)."
    );
    assert!(server.api_requests().is_empty());
}

#[tokio::test]
async fn unusable_responses_are_errors_without_secrets() {
    for (body, problem) in [
        (json!({"expireTime": FAR}), "the response of the token endpoint contains no `accessToken`"),
        (json!({"accessToken": "", "expireTime": FAR}), "the response of the token endpoint contains no `accessToken`"),
        (json!({"accessToken": "SECRET"}), "the response of the token endpoint contains no `expireTime`"),
        (
            json!({"accessToken": "SECRET", "expireTime": 4_000_000_000_u64}),
            "the response of the token endpoint contains no `expireTime`",
        ),
        (json!({"accessToken": "SECRET", "expireTime": "tomorrow"}), "the response of the token endpoint is malformed"),
        (
            json!({"accessToken": "SECRET\n", "expireTime": FAR}),
            "access token contains characters that are not allowed in a header value",
        ),
    ] {
        let server = Server::start(move |number, request| match request.target.strip_prefix(IAM) {
            Some(_) => (200, body.to_string()),
            None => respond(number, request),
        })
        .await;
        let error = get(&client(&server, robot(&server))).await.unwrap_err();
        assert_eq!(error.kind().to_string(), problem);
        assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
    }
}

/// Returns the content of a file as gcloud writes it, except for its servers.
fn file(server: &Server, source: &Value) -> Value {
    json!({
        "type": "impersonated_service_account",
        "delegates": ["projects/-/serviceAccounts/a@project.iam.gserviceaccount.com"],
        "service_account_impersonation_url":
            format!("{}/v1/projects/-/serviceAccounts/{ROBOT}:generateAccessToken", server.url),
        "source_credentials": source,
    })
}

fn user_in_file(server: &Server) -> Value {
    json!({
        "type": "authorized_user", "client_id": "client", "client_secret": "SECRET", "refresh_token": "SECRET",
        "token_uri": server.token_url(), "quota_project_id": "billed-for-iam", "universe_domain": "googleapis.com",
    })
}

#[tokio::test]
async fn application_default_reads_files_of_gcloud() {
    let server = Server::start(respond).await;
    let key = json!({
        "type": "service_account", "client_email": "source@project.iam.gserviceaccount.com", "private_key": KEY,
        "token_uri": server.token_url(),
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("application_default_credentials.json");
    for (source, quota_project) in [(user_in_file(&server), "billed-for-iam"), (key, "")] {
        let mut content = file(&server, &source);
        content["quota_project_id"] = "billed".into();
        std::fs::write(&path, content.to_string()).unwrap();
        let credentials = ApplicationDefault::from_file(&path).unwrap();
        assert!(!format!("{credentials:?}").contains("SECRET"), "{credentials:?}");
        get(&client(&server, credentials)).await.unwrap();
        let (of_iam, to_api) = (iam_requests(&server), server.api_requests());
        let (of_iam, to_api) = (of_iam.last().expect("a request"), to_api.last().expect("a request"));
        assert_eq!(of_iam.json()["delegates"], content["delegates"]);
        assert_eq!(of_iam.header("x-goog-user-project"), quota_project);
        assert_eq!(to_api.header("x-goog-user-project"), "billed");
        assert!(to_api.header("authorization").starts_with("Bearer of-robot-"), "{to_api:?}");
    }
    let requests = server.token_requests();
    assert_eq!(requests[0].field("refresh_token"), "SECRET");
    let (_, claims) = verified(&requests[2].field("assertion"));
    assert_eq!(claims["scope"], "https://www.googleapis.com/auth/cloud-platform");
    assert_eq!(claims["iss"], "source@project.iam.gserviceaccount.com");
}

#[tokio::test]
async fn scopes_are_those_of_the_caller_of_the_file_or_of_the_method() {
    let server = Server::start(respond).await;
    let mut content = file(&server, &user_in_file(&server));
    let of_method = json!(["https://scope.example/notes", "https://scope.example/notes.readonly"]);
    let robot = |content: &Value| ImpersonatedServiceAccount::from_json(&content.to_string()).expect("credentials");
    let without = robot(&content);
    content["scopes"] = json!(["https://scope.example/file"]);
    let (with, replaced) = (robot(&content), robot(&content).scopes(["https://scope.example/a"]));
    for (robot, expected) in [
        (without, of_method),
        (with, json!(["https://scope.example/file"])),
        (replaced, json!(["https://scope.example/a"])),
    ] {
        get(&client(&server, robot)).await.unwrap();
        assert_eq!(iam_requests(&server).last().expect("a request").json()["scope"], expected);
    }
}

#[tokio::test]
async fn errors_in_a_file_name_the_file_and_the_member() {
    let server = Server::start(respond).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("credentials.json");
    let valid = file(&server, &user_in_file(&server));
    let with = |pointer: &str, value: Value| {
        let mut content = valid.clone();
        *content.pointer_mut(pointer).expect("a member") = value;
        content
    };
    let of_iam = "`service_account_impersonation_url` must be one of IAM, \
                  https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{account}:generateAccessToken";
    for (content, problem) in [
        (
            with("/service_account_impersonation_url", Value::Null),
            "credentials have no `service_account_impersonation_url`",
        ),
        (with("/service_account_impersonation_url", "https://SECRET.example/".into()), of_iam),
        (
            with(
                "/service_account_impersonation_url",
                format!(
                    "http://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{ROBOT}:generateAccessToken"
                )
                .into(),
            ),
            of_iam,
        ),
        (with("/source_credentials", Value::Null), "credentials have no `source_credentials`"),
        (with("/source_credentials", "SECRET".into()), "credentials have no `source_credentials`"),
        (with("/source_credentials/type", Value::Null), "`source_credentials`: credentials have no `type`"),
        (
            with("/source_credentials/type", "external_account".into()),
            "`source_credentials`: credentials are of the type `external_account`; expected `authorized_user` or \
             `service_account`",
        ),
        (
            with("/source_credentials/type", "impersonated_service_account".into()),
            "`source_credentials`: credentials are of the type `impersonated_service_account`; expected \
             `authorized_user` or `service_account`",
        ),
        (
            with("/source_credentials/refresh_token", "".into()),
            "`source_credentials`: credentials have no `refresh_token`",
        ),
        (
            with("/source_credentials/token_uri", "http://SECRET.example/".into()),
            "`source_credentials`: the URL of the token endpoint must be https unless its host is a loopback address",
        ),
        (
            with("/source_credentials/quota_project_id", "SECRET\n".into()),
            "`source_credentials`: `quota_project_id` is not the ID of a project",
        ),
        (with("/delegates", "SECRET".into()), "`delegates` is not a list of texts"),
        (with("/delegates", json!(["a", 7])), "`delegates` is not a list of texts"),
    ] {
        std::fs::write(&path, content.to_string()).unwrap();
        let expected = format!("{}: {problem}", path.display());
        let error = ApplicationDefault::from_file(&path).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
        assert_eq!(ImpersonatedServiceAccount::from_file(&path).unwrap_err().to_string(), expected);
    }
    let mut of_another = valid.clone();
    of_another["universe_domain"] = "cloud.example".into();
    assert_eq!(
        ImpersonatedServiceAccount::from_json(&of_another.to_string()).unwrap_err().to_string(),
        "`source_credentials` belong to the universe domain `googleapis.com`, but `universe_domain` is `cloud.example`"
    );
    assert_eq!(
        ImpersonatedServiceAccount::from_json(&user_in_file(&server).to_string()).unwrap_err().to_string(),
        "credentials are of the type `authorized_user`; expected `impersonated_service_account`"
    );
}

#[test]
fn insecure_url_of_iam_is_an_error() {
    let robot = ImpersonatedServiceAccount::new(ROBOT, MetadataServer::new());
    let error = robot.iam_url("http://iam.example/").unwrap_err();
    assert_eq!(error.to_string(), "the URL of IAM must be https unless its host is a loopback address");
}

#[tokio::test]
async fn source_can_be_any_credentials() {
    let server = Server::start(respond).await;
    let source: AuthorizedUser = user(&server, "r");
    let first = ImpersonatedServiceAccount::new(ROBOT, source).iam_url(&server.url).unwrap();
    let second = ImpersonatedServiceAccount::new(ROBOT, first).iam_url(&server.url).unwrap();
    let call = client(&server, second);
    let _: Json = Call::new(&call, &GET).path_text("id", "7").send().await.unwrap();
    let tokens: Vec<String> =
        iam_requests(&server).iter().map(|request| request.header("authorization").to_owned()).collect();
    assert_eq!(tokens, ["Bearer token-1", "Bearer of-robot-2"]);
    assert_eq!(server.authorizations(), ["Bearer of-robot-3"]);
}

#[tokio::test]
async fn tokens_are_not_displayed() {
    let server = Server::start(respond).await;
    let source = AuthorizedUser::new("client", "SECRET", "SECRET").token_url(&server.token_url()).unwrap();
    let robot =
        ImpersonatedServiceAccount::new(ROBOT, source).iam_url(&server.url).unwrap().subject("user@example.com");
    let robot = robot.token_url(&server.token_url()).unwrap();
    let client = client(&server, robot.clone());
    get(&client).await.unwrap();
    let text = format!("{robot:?} {client:?} {:?}", robot.id_token("https://a.example/"));
    assert!(text.contains(ROBOT) && text.contains("user@example.com"), "{text}");
    assert!(!text.contains("SECRET") && !text.contains("of-robot") && !text.contains("token-"), "{text}");
}
