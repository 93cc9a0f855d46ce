//! The metadata server in `gcplocal`, which does not know universe domains and ID tokens.

use compute_v1::Client;
use compute_v1::disks::List;
use compute_v1::runtime::{AuthContext, Credentials, HyperTransport, MetadataServer, Method};

use crate::report::{Report, Result, check};

pub(crate) async fn run(url: &str, report: &mut Report) -> Result {
    report.flow("metadata server: token of the machine", token(url)).await;
    report.flow("metadata server: call with the token", call(url)).await;
    Ok(())
}

fn credentials(url: &str) -> MetadataServer {
    MetadataServer::new().host(url.trim_start_matches("http://").trim_end_matches('/'))
}

async fn token(url: &str) -> Result {
    let (credentials, transport) = (credentials(url), HyperTransport::new()?);
    let context = AuthContext::new(&List::METHOD, &transport);
    let headers = credentials.headers(context).await?;
    let token = headers.get("authorization").ok_or("no token")?.to_str()?;
    check("token", token, "Bearer ya29.gcplocal-mock-token")?;
    // A server without the path belongs to the default universe.
    check("universe domain", credentials.universe_domain(context).await.as_deref(), Some("googleapis.com"))
}

async fn call(url: &str) -> Result {
    let client = Client::builder().endpoint(url).credentials(credentials(url)).build()?;
    let disks = client.disks().list("a-project", "europe-west6-a").send().await?;
    check("kind of the list", disks.kind.as_deref(), Some("compute#diskList"))
}
