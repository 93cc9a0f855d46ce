//! Cloud SQL in `gcplocal`. Its operations are done at once, and do not have the link of the
//! resource, which Google documents: the runtime finds the resource by the arguments of the call.

use sqladmin_v1beta4::Client;
use sqladmin_v1beta4::schemas::{
    Database, DatabaseInstance, DatabaseInstanceDatabaseVersion, DatabaseInstanceState, Operation, Settings,
};

use crate::report::{Report, Result, check};

const PROJECT: &str = "a-project";
const INSTANCE: &str = "an-instance";

pub(crate) async fn run(url: &str, report: &mut Report) -> Result {
    let client = Client::builder().endpoint(url).build()?;
    report.flow("sqladmin.v1beta4: instance inserted and patched", instance(&client)).await;
    report.flow("sqladmin.v1beta4: database inserted, listed and deleted", database(&client)).await;
    report.flow("sqladmin.v1beta4: operation resumed, instance deleted", delete(&client)).await;
    Ok(())
}

async fn instance(client: &Client) -> Result {
    let settings = Settings { tier: Some("db-g1-small".to_owned()), data_disk_size_gb: Some(20), ..Default::default() };
    let instance = DatabaseInstance {
        name: Some(INSTANCE.to_owned()),
        database_version: Some(DatabaseInstanceDatabaseVersion::Postgres16),
        settings: Some(settings),
        ..Default::default()
    };
    let inserted = client.instances().insert(PROJECT, instance.clone()).operation().await?;
    check("name of the instance", &inserted.name, &instance.name)?;
    check("version of the database", &inserted.database_version, &instance.database_version)?;
    check("settings", &inserted.settings, &instance.settings)?;
    check("state of the instance", &inserted.state, &Some(DatabaseInstanceState::Runnable))?;
    check("whether there is a creation time", inserted.create_time.is_some(), true)?;
    let settings = Settings { data_disk_size_gb: Some(40), ..Default::default() };
    let patch = DatabaseInstance { settings: Some(settings), ..Default::default() };
    let patched = client.instances().patch(PROJECT, INSTANCE, patch).operation().await?;
    let settings = patched.settings.ok_or("the patched instance has no settings")?;
    check("patched setting", settings.data_disk_size_gb, Some(40))?;
    check("setting that was not patched", settings.tier.as_deref(), Some("db-g1-small"))?;
    let items = client.instances().list(PROJECT).items().collect().await?;
    let names: Vec<_> = items.into_iter().filter_map(|instance| instance.name).collect();
    check("names of all instances", names, vec![INSTANCE.to_owned()])
}

async fn database(client: &Client) -> Result {
    let database = Database {
        name: Some("a-database".to_owned()),
        charset: Some("UTF8".to_owned()),
        collation: Some("en_US.UTF8".to_owned()),
        ..Default::default()
    };
    let inserted = client.databases().insert(PROJECT, INSTANCE, database.clone()).operation().await?;
    check("name of the database", &inserted.name, &database.name)?;
    check("character set", &inserted.charset, &database.charset)?;
    check("collation", &inserted.collation, &database.collation)?;
    let list = client.databases().list(PROJECT, INSTANCE).send().await?;
    check("all databases", list.items, vec![inserted])?;
    client.databases().delete(PROJECT, INSTANCE, "a-database").operation().await?;
    let deleted = client.databases().get(PROJECT, INSTANCE, "a-database").send().await;
    check("not found error for the deleted database", deleted.is_err_and(|error| error.is_not_found()), true)
}

async fn delete(client: &Client) -> Result {
    let handle = client.instances().delete(PROJECT, INSTANCE).operation().start().await?;
    let name = handle.name().to_owned();
    let prefix = format!("projects/{PROJECT}/operations/op-");
    check("whether the name is that of a resource in the project", name.starts_with(&prefix), true)?;
    handle.wait().await?;
    let operation = client.operation::<Operation>(&name).wait().await?;
    check("short name of the resumed operation", operation.name.as_deref(), name.rsplit('/').next())?;
    let deleted = client.instances().get(PROJECT, INSTANCE).send().await;
    check("not found error for the deleted instance", deleted.is_err_and(|error| error.is_not_found()), true)
}
