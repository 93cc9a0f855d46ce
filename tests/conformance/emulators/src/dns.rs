//! Cloud DNS in `gcplocal`, with responses that are those of Google (`start_gcplocal.py`). Its
//! operations have an ID, no name and no link: the runtime finds them by the arguments of the call.

use dns_v1::Client;
use dns_v1::runtime::operation::OperationHandle;
use dns_v1::schemas::{ManagedZone, Operation, OperationStatus};

use crate::polling::quickly;
use crate::report::{Report, Result, check};

const PROJECT: &str = "a-project";
const ZONE: &str = "a-zone";

pub(crate) async fn run(url: &str, report: &mut Report) -> Result {
    let client = Client::builder().endpoint(url).build()?;
    report.flow("dns.v1: zone created", create(&client)).await;
    report.flow("dns.v1: zone patched, with the progress of the operation", patch(&client)).await;
    report.flow("dns.v1: operation resumed, zone deleted", delete(&client)).await;
    Ok(())
}

fn described(description: &str) -> ManagedZone {
    ManagedZone { description: Some(description.to_owned()), ..Default::default() }
}

async fn create(client: &Client) -> Result {
    let zone = ManagedZone {
        name: Some(ZONE.to_owned()),
        dns_name: Some("example.com.".to_owned()),
        ..described("for conformance")
    };
    let created = client.managed_zones().create(PROJECT, zone.clone()).send().await?;
    check("DNS name of the zone", &created.dns_name, &zone.dns_name)?;
    check("whether the zone has an ID", created.id.is_some_and(|id| id > 0), true)?;
    check("zone, read again", client.managed_zones().get(PROJECT, ZONE).send().await?, created)
}

async fn patch(client: &Client) -> Result {
    let patch = client.managed_zones().patch(PROJECT, ZONE, described("patched")).operation();
    let mut handle = patch.poll_policy(quickly()).start().await?;
    let mut states = Vec::new();
    while let Some(progress) = handle.next().await {
        let progress = progress?;
        let operation = progress.metadata.ok_or("the progress has no metadata")?;
        states.push((operation.status, progress.done));
    }
    let last = states.pop();
    check("last state of the operation", last, Some((Some(OperationStatus::Done), true)))?;
    let pending = (Some(OperationStatus::Pending), false);
    check("earlier states of the operation", states, vec![pending.clone(), pending])?;
    let patched = handle.wait().await?;
    check("patched description", patched.description.as_deref(), Some("patched"))?;
    check("DNS name that was not patched", patched.dns_name.as_deref(), Some("example.com."))
}

async fn delete(client: &Client) -> Result {
    let started = client.managed_zones().patch(PROJECT, ZONE, described("resumed")).operation().start().await?;
    let name = started.name().to_owned();
    drop(started);
    let prefix = format!("projects/{PROJECT}/managedZones/{ZONE}/operations/operation-");
    check("whether the name is that of a resource of the zone", name.starts_with(&prefix), true)?;
    // `client.operation` resumes those of the form that most methods of the API start. These have no
    // link to their zone, so the result can only be the operation.
    let resumed = OperationHandle::<Operation, Operation>::resume(client.as_ref(), &name);
    let operation = resumed.poll_policy(quickly()).wait().await?;
    check("status of the resumed operation", operation.status, Some(OperationStatus::Done))?;
    check("ID of the resumed operation", operation.id.as_deref(), name.rsplit('/').next())?;
    let missing = client.managed_zones().patch(PROJECT, "missing", described("")).operation().await;
    check("not found error for a missing zone", missing.is_err_and(|error| error.is_not_found()), true)?;
    client.managed_zones().delete(PROJECT, ZONE).send().await?;
    let deleted = client.managed_zones().get(PROJECT, ZONE).send().await;
    check("not found error for the deleted zone", deleted.is_err_and(|error| error.is_not_found()), true)
}
