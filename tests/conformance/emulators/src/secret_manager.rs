//! Secret Manager in `drongo`.
//!
//! The documents say that bytes are in the URL-safe alphabet of base64. drongo only decodes the
//! standard one, and skips all other characters. The data here has none of those that differ.

use secretmanager_v1::Client;
use secretmanager_v1::schemas::{
    AddSecretVersionRequest, Automatic, DisableSecretVersionRequest, EnableSecretVersionRequest, Replication, Secret,
    SecretPayload, SecretVersionState,
};

use crate::report::{Report, Result, check};

const PROJECT: &str = "projects/a-project";
const SECRET: &str = "projects/a-project/secrets/a-secret";

pub(crate) async fn run(url: &str, report: &mut Report) -> Result {
    let client = Client::builder().endpoint(url).build()?;
    report.flow("secretmanager.v1: secrets created, patched and listed", create(&client)).await;
    report.flow("secretmanager.v1: versions added and accessed", versions(&client)).await;
    report.flow("secretmanager.v1: version disabled and enabled", states(&client)).await;
    report.flow("secretmanager.v1: secret deleted", delete(&client)).await;
    Ok(())
}

async fn create(client: &Client) -> Result {
    let replication = Replication { automatic: Some(Automatic::default()), ..Default::default() };
    let secret = Secret { replication: Some(replication.clone()), ..Default::default() };
    let created = client.projects().secrets().create(PROJECT, secret).secret_id("a-secret").send().await?;
    check("name of the secret", created.name.as_deref(), Some(SECRET))?;
    // A message without fields is sent and received as `{}`.
    check("replication", &created.replication, &Some(replication))?;
    let labels = [("team".to_owned(), "rust".to_owned())];
    let patch = Secret { labels: labels.into(), ..Default::default() };
    let patched = client.projects().secrets().patch(SECRET, patch.clone()).update_mask("labels".into()).send().await?;
    check("labels", &patched.labels, &patch.labels)?;
    let secrets = client.projects().secrets().list(PROJECT).items().collect().await?;
    let names: Vec<_> = secrets.into_iter().filter_map(|secret| secret.name).collect();
    check("names of all secrets", names, vec![SECRET.to_owned()])
}

async fn access(client: &Client, version: &str) -> Result<Vec<u8>> {
    let response =
        client.projects().secrets().versions().access(&format!("{SECRET}/versions/{version}")).send().await?;
    Ok(response.payload.and_then(|payload| payload.data).unwrap_or_default())
}

async fn versions(client: &Client) -> Result {
    let contents = [vec![0x00, 0x80, 0xc3, 0x28], b"password".to_vec()];
    for (number, content) in (1..).zip(&contents) {
        let payload = SecretPayload { data: Some(content.clone()), ..Default::default() };
        let request = AddSecretVersionRequest { payload: Some(payload), ..Default::default() };
        let added = client.projects().secrets().add_version(SECRET, request).send().await?;
        check("name of the version", added.name, Some(format!("{SECRET}/versions/{number}")))?;
        check("state of the version", added.state, Some(SecretVersionState::Enabled))?;
        check("data of the version", &access(client, &number.to_string()).await?, content)?;
    }
    check("data of the latest version", access(client, "latest").await?, b"password".to_vec())?;
    let versions = client.projects().secrets().versions().list(SECRET).items().collect().await?;
    check("number of versions", versions.len(), contents.len())?;
    let missing = client.projects().secrets().versions().access(&format!("{SECRET}/versions/3")).send().await;
    check("not found error for a missing version", missing.is_err_and(|error| error.is_not_found()), true)
}

async fn states(client: &Client) -> Result {
    let versions = client.projects().secrets();
    let versions = versions.versions();
    let name = format!("{SECRET}/versions/1");
    let disabled = versions.disable(&name, DisableSecretVersionRequest::default()).send().await?;
    check("state of the disabled version", disabled.state, Some(SecretVersionState::Disabled))?;
    let error = versions.access(&name).send().await.err().ok_or("accessed a version that is disabled")?;
    check("status for a disabled version", error.status().map(|status| status.as_u16()), Some(400))?;
    let status = error.api().and_then(|error| error.rpc_status());
    check("code for a disabled version", status, Some("FAILED_PRECONDITION"))?;
    let enabled = versions.enable(&name, EnableSecretVersionRequest::default()).send().await?;
    check("state of the enabled version", enabled.state, Some(SecretVersionState::Enabled))?;
    check("size of the enabled version", access(client, "1").await?.len(), 4)
}

async fn delete(client: &Client) -> Result {
    client.projects().secrets().delete(SECRET).send().await?;
    let deleted = client.projects().secrets().get(SECRET).send().await;
    check("not found error for the deleted secret", deleted.is_err_and(|error| error.is_not_found()), true)
}
