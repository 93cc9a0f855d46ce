//! Resource Manager in `drongo`, whose operations have a `response`. drongo completes them at once
//! and sends no metadata, which Google documents.

use cloudresourcemanager_v3::Client;
use cloudresourcemanager_v3::schemas::{Project, ProjectState, UndeleteProjectRequest};

use crate::report::{Report, Result, check};

pub(crate) async fn run(url: &str, report: &mut Report) -> Result {
    let client = Client::builder().endpoint(url).build()?;
    report.flow("cloudresourcemanager.v3: projects created, patched and listed", create(&client)).await;
    report.flow("cloudresourcemanager.v3: operation resumed by its name", resume(&client)).await;
    report.flow("cloudresourcemanager.v3: project deleted and restored", delete(&client)).await;
    Ok(())
}

fn project(id: &str) -> Project {
    Project {
        project_id: Some(id.to_owned()),
        display_name: Some("A project".to_owned()),
        parent: Some("folders/1".to_owned()),
        ..Default::default()
    }
}

async fn create(client: &Client) -> Result {
    let created = client.projects().create(project("project-a")).operation().await?;
    check("ID of the project", created.project_id.as_deref(), Some("project-a"))?;
    check("name of the project", created.display_name.as_deref(), Some("A project"))?;
    check("state of the project", &created.state, &Some(ProjectState::Active))?;
    check("whether `@type` is not one of the fields", created.unknown_fields.is_empty(), true)?;
    check("project, read again", &client.projects().get("projects/project-a").send().await?, &created)?;
    let patch = Project { display_name: Some("Another name".to_owned()), ..Default::default() };
    let patch = client.projects().patch("projects/project-a", patch).update_mask("displayName".into());
    check("name of the patched project", patch.operation().await?.display_name.as_deref(), Some("Another name"))?;
    client.projects().create(project("project-b")).operation().await?;
    let items = client.projects().list().parent("folders/1").items().collect().await?;
    let ids: Vec<_> = items.into_iter().filter_map(|project| project.project_id).collect();
    check("IDs of all projects", ids, vec!["project-a".to_owned(), "project-b".to_owned()])?;
    let exists = client.projects().create(project("project-a")).operation().await;
    let status = exists.err().and_then(|error| error.status()).map(|status| status.as_u16());
    check("status for a project that exists", status, Some(409))
}

async fn resume(client: &Client) -> Result {
    let mut handle = client.projects().create(project("project-c")).operation().start().await?;
    let name = handle.name().to_owned();
    check("whether the name is that of an operation", name.starts_with("operations/"), true)?;
    let progress = handle.next().await.ok_or("the operation has no progress")??;
    check("whether the operation is done", progress.done, true)?;
    check("whether there is no further progress", handle.next().await.is_none(), true)?;
    drop(handle);
    let resumed = client.operation::<Project>(&name).wait().await?;
    check("ID of the project", resumed.project_id.as_deref(), Some("project-c"))
}

async fn delete(client: &Client) -> Result {
    client.projects().delete("projects/project-c").operation().await?;
    let state = client.projects().get("projects/project-c").send().await?.state;
    check("state of the deleted project", state, Some(ProjectState::DeleteRequested))?;
    let undelete = client.projects().undelete("projects/project-c", UndeleteProjectRequest::default());
    // The document does not name the result of this method.
    let restored = undelete.operation().result_as::<Project>().await?;
    check("state of the restored project", restored.state, Some(ProjectState::Active))
}
