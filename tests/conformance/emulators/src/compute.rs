//! Compute Engine in `gcplocal`, with operations that are pending and running before they are done
//! (`start_gcplocal.py`).
//!
//! gcplocal has no method `wait` for operations, which Google's documents have. The runtime polls
//! with `get` after the first refusal, so the flows pass all the same.

use compute_v1::Client;
use compute_v1::runtime::{ErrorKind, http::StatusCode};
use compute_v1::schemas::{AttachedDisk, Disk, DiskStatus, Instance, InstanceStatus, Network, NetworkInterface};

use crate::polling::quickly;
use crate::report::{Report, Result, check};

const PROJECT: &str = "a-project";
const ZONE: &str = "europe-west6-a";

pub(crate) async fn run(url: &str, report: &mut Report) -> Result {
    let client = Client::builder().endpoint(url).build()?;
    report.flow("compute.v1: network inserted, patched and deleted", network(&client)).await;
    report.flow("compute.v1: disks inserted, listed and deleted", disks(&client)).await;
    report.flow("compute.v1: operation resumed by its name", resume(&client)).await;
    report.flow("compute.v1: progress of an operation", progress(&client)).await;
    report.flow("compute.v1: operation that fails", failure(&client)).await;
    report.flow("compute.v1: instance inserted and deleted", instance(&client)).await;
    Ok(())
}

fn disk(name: &str) -> Disk {
    let labels = [("purpose".to_owned(), "conformance".to_owned())];
    Disk { name: Some(name.to_owned()), size_gb: Some(20), labels: labels.into(), ..Default::default() }
}

async fn network(client: &Client) -> Result {
    let network = Network {
        name: Some("a-network".to_owned()),
        auto_create_subnetworks: Some(false),
        mtu: Some(1500),
        ..Default::default()
    };
    let inserted = client.networks().insert(PROJECT, network).operation().poll_policy(quickly()).await?;
    check("name of the network", inserted.name.as_deref(), Some("a-network"))?;
    check("MTU of the network", inserted.mtu, Some(1500))?;
    check("false value of the network", inserted.auto_create_subnetworks, Some(false))?;
    let patch = Network { mtu: Some(8896), ..Default::default() };
    let patched = client.networks().patch(PROJECT, "a-network", patch).operation().poll_policy(quickly()).await?;
    check("MTU of the patched network", patched.mtu, Some(8896))?;
    check("ID of the patched network", patched.id, inserted.id)?;
    client.networks().delete(PROJECT, "a-network").operation().poll_policy(quickly()).await?;
    let deleted = client.networks().get(PROJECT, "a-network").send().await;
    check("not found error for the deleted network", deleted.is_err_and(|error| error.is_not_found()), true)
}

async fn disks(client: &Client) -> Result {
    let names = ["disk-a", "disk-b", "disk-c"];
    for name in names {
        let inserted = client.disks().insert(PROJECT, ZONE, disk(name)).operation().poll_policy(quickly()).await?;
        check("name of the disk", inserted.name.as_deref(), Some(name))?;
        check("size of the disk", inserted.size_gb, Some(20))?;
        check("label of the disk", inserted.labels.get("purpose").map(String::as_str), Some("conformance"))?;
        check("status of the disk", inserted.status.clone(), Some(DiskStatus::Ready))?;
        check("disk, read again", client.disks().get(PROJECT, ZONE, name).send().await?, inserted)?;
    }
    for page_size in [1, 2, 500] {
        let items = client.disks().list(PROJECT, ZONE).max_results(page_size).items().collect().await?;
        let mut found: Vec<String> = items.into_iter().filter_map(|disk| disk.name).collect();
        found.sort_unstable();
        check("names on all pages", found, names.map(str::to_owned).to_vec())?;
    }
    for name in names {
        client.disks().delete(PROJECT, ZONE, name).operation().poll_policy(quickly()).await?;
    }
    check("number of remaining disks", client.disks().list(PROJECT, ZONE).items().collect().await?.len(), 0)?;
    let missing = client.disks().delete(PROJECT, ZONE, "disk-a").operation().await;
    check("not found error for a missing disk", missing.is_err_and(|error| error.is_not_found()), true)
}

async fn resume(client: &Client) -> Result {
    let started = client.disks().insert(PROJECT, ZONE, disk("resumed")).operation().start().await?;
    check("whether the operation is done at the start", started.is_done(), false)?;
    let name = started.name().to_owned();
    drop(started);
    let prefix = format!("projects/{PROJECT}/zones/{ZONE}/operations/operation-");
    check("whether the name is that of a resource in the zone", name.starts_with(&prefix), true)?;
    let mut resumed = client.operation::<Disk>(&name).poll_policy(quickly());
    check("whether the operation is done after one poll", resumed.poll().await?, false)?;
    check("name of the resumed operation", resumed.name(), &name)?;
    check("name of the disk", resumed.wait().await?.name.as_deref(), Some("resumed"))?;
    // The operation of a deletion has the result `()`, also when it is resumed.
    let deletion = client.disks().delete(PROJECT, ZONE, "resumed").operation().start().await?;
    client.operation::<()>(deletion.name()).poll_policy(quickly()).wait().await?;
    Ok(())
}

async fn progress(client: &Client) -> Result {
    let insert = client.disks().insert(PROJECT, ZONE, disk("watched")).operation();
    let mut handle = insert.poll_policy(quickly()).start().await?;
    let mut states = Vec::new();
    while let Some(progress) = handle.next().await {
        let progress = progress?;
        let message = progress.metadata.ok_or("the progress has no metadata")?;
        let status = message.status.map_or_else(String::new, |status| status.to_string());
        states.push((status, message.progress, progress.done));
    }
    let expected = [("PENDING", 0, false), ("RUNNING", 50, false), ("DONE", 100, true)];
    let expected = expected.map(|(status, percent, done)| (status.to_owned(), Some(percent), done));
    check("states of the operation", states, expected.to_vec())?;
    check("size of the disk", handle.wait().await?.size_gb, Some(20))?;
    let canceled = client.disks().delete(PROJECT, ZONE, "watched").operation().start().await?.cancel().await;
    check("error of a cancellation that the API does not have", canceled.is_err(), true)
}

async fn failure(client: &Client) -> Result {
    let insert = client.disks().insert(PROJECT, ZONE, disk("failing-disk")).operation().poll_policy(quickly());
    let error = insert.await.err().ok_or("an operation that failed has a result")?;
    check("status of the error", error.status(), Some(StatusCode::FORBIDDEN))?;
    check("method of the error", error.method_id(), Some("compute.disks.insert"))?;
    let ErrorKind::Operation(error) = error.kind() else {
        return Err(format!("not the error of an operation: {error}").into());
    };
    check("whether the operation failed", error.is_failed(), true)?;
    check("message of the operation", error.message(), "Quota 'DISKS' exceeded.")?;
    check("reasons of the operation", error.reasons().collect::<Vec<_>>(), vec!["QUOTA_EXCEEDED"])?;
    // gcplocal has stored the disk, although the operation failed. Google does not.
    client.disks().delete(PROJECT, ZONE, "failing-disk").send().await?;
    Ok(())
}

async fn instance(client: &Client) -> Result {
    let boot = AttachedDisk {
        boot: Some(true),
        source: Some(format!("projects/{PROJECT}/zones/{ZONE}/disks/boot")),
        ..Default::default()
    };
    let interface = NetworkInterface { network: Some("global/networks/default".to_owned()), ..Default::default() };
    let instance = Instance {
        name: Some("an-instance".to_owned()),
        machine_type: Some(format!("zones/{ZONE}/machineTypes/e2-small")),
        disks: vec![boot],
        network_interfaces: vec![interface],
        can_ip_forward: Some(true),
        ..Default::default()
    };
    let insert = client.instances().insert(PROJECT, ZONE, instance.clone());
    let inserted = insert.operation().poll_policy(quickly()).await?;
    check("name of the instance", &inserted.name, &instance.name)?;
    check("machine type", &inserted.machine_type, &instance.machine_type)?;
    check("disks", &inserted.disks, &instance.disks)?;
    check("network interfaces", &inserted.network_interfaces, &instance.network_interfaces)?;
    check("IP forwarding", inserted.can_ip_forward, Some(true))?;
    check("status of the instance", &inserted.status, &Some(InstanceStatus::Running))?;
    check("instance, read again", client.instances().get(PROJECT, ZONE, "an-instance").send().await?, inserted)?;
    client.instances().delete(PROJECT, ZONE, "an-instance").operation().poll_policy(quickly()).await?;
    let deleted = client.instances().get(PROJECT, ZONE, "an-instance").send().await;
    check("not found error for the deleted instance", deleted.is_err_and(|error| error.is_not_found()), true)
}
