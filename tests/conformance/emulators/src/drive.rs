//! Drive in `google-drive-mock`, which its authors compare with Google's servers.
//!
//! It reads the type of a file from the metadata only, where Google falls back to that of the media,
//! and it has no resumable uploads.

use drive_v3::Client;
use drive_v3::runtime::{Batch, Bearer};
use drive_v3::schemas::File;

use crate::report::{Report, Result, check};

pub(crate) async fn run(url: &str, report: &mut Report) -> Result {
    let client = Client::builder().endpoint(url).credentials(Bearer::new("valid-token")).build()?;
    report.flow("drive.v3: credentials checked", credentials(url, &client)).await;
    report.flow("drive.v3: files uploaded, read and downloaded", upload(&client)).await;
    report.flow("drive.v3: files listed in pages and filtered", list(&client)).await;
    report.flow("drive.v3: media replaced, change listed", update(&client)).await;
    report.flow("drive.v3: batch of calls", batch(&client)).await;
    report.flow("drive.v3: files deleted", delete(&client)).await;
    Ok(())
}

async fn credentials(url: &str, client: &Client) -> Result {
    check("number of files", client.files().list().send().await?.files.len(), 0)?;
    let other = Client::builder().endpoint(url).credentials(Bearer::new("another-token")).build();
    let refused = other?.files().list().send().await;
    let status = refused.err().and_then(|error| error.status()).map(|status| status.as_u16());
    check("status for a wrong token", status, Some(401))
}

fn file(name: &str) -> File {
    File { name: Some(name.to_owned()), mime_type: Some("text/plain".to_owned()), ..Default::default() }
}

const CONTENTS: [(&str, &str); 3] = [("a.txt", "first"), ("b.txt", "日本語, é"), ("c.txt", "two\r\nlines")];

async fn upload(client: &Client) -> Result {
    for (name, content) in CONTENTS {
        let created = client.files().create(file(name)).upload(content).content_type("text/plain").send().await?;
        check("name of the file", created.name.as_deref(), Some(name))?;
        check("size of the file", created.size, Some(content.len() as i64))?;
        let id = created.id.as_deref().ok_or("the file has no ID")?;
        check("file, read again", &client.files().get(id).send().await?, &created)?;
        let bytes = client.files().get(id).download().bytes().await?;
        check("content of the file", String::from_utf8(bytes.to_vec())?.as_str(), content)?;
        let partial = client.files().get(id).fields("id,name").send().await?;
        // `kind` is not sent, either, but the runtime adds values that the document fixes.
        check("fields that were not selected", (partial.size, partial.created_time), (None, None))?;
        check("selected field", partial.name.as_deref(), Some(name))?;
    }
    let missing = client.files().get("missing").send().await;
    check("not found error for a missing file", missing.is_err_and(|error| error.is_not_found()), true)
}

async fn files(client: &Client, page_size: i32) -> Result<Vec<File>> {
    let mut files = client.files().list().page_size(page_size).items().collect().await?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

async fn list(client: &Client) -> Result {
    for page_size in [1, 2, 100] {
        let names: Vec<_> = files(client, page_size).await?.into_iter().filter_map(|file| file.name).collect();
        check("names on all pages", names, CONTENTS.map(|(name, _)| name.to_owned()).to_vec())?;
    }
    let found = client.files().list().q("name = 'b.txt'").items().collect().await?;
    let names: Vec<_> = found.into_iter().filter_map(|file| file.name).collect();
    check("names found by a query", names, vec!["b.txt".to_owned()])
}

async fn update(client: &Client) -> Result {
    let token = client.changes().get_start_page_token().send().await?.start_page_token;
    let token = token.ok_or("there is no start page token")?;
    let file = files(client, 100).await?.into_iter().next().ok_or("there is no file")?;
    let id = file.id.as_deref().ok_or("the file has no ID")?;
    let metadata = File { description: Some("changed".to_owned()), ..Default::default() };
    let updated = client.files().update(id, metadata).upload("second").content_type("text/plain").send().await?;
    check("description", updated.description.as_deref(), Some("changed"))?;
    check("name that was not sent", updated.name.as_deref(), Some("a.txt"))?;
    let bytes = client.files().get(id).download().bytes().await?;
    check("content of the file", bytes.to_vec(), b"second".to_vec())?;
    let changes = client.changes().list(&token).send().await?;
    let ids: Vec<_> = changes.changes.iter().map(|change| change.file_id.as_deref()).collect();
    check("IDs of changed files", ids, vec![Some(id)])
}

async fn batch(client: &Client) -> Result {
    let mut batch = Batch::new();
    let mut keys = Vec::new();
    for file in files(client, 100).await? {
        let id = file.id.ok_or("the file has no ID")?;
        keys.push((file.name, batch.add(client.files().get(&id).call())));
    }
    let missing = batch.add(client.files().get("missing").call());
    let mut results = batch.send().await?;
    for (name, key) in keys {
        check("name of a file of the batch", results.take(key)?.name, name)?;
    }
    let missing = results.take(missing);
    check("not found error within the batch", missing.is_err_and(|error| error.is_not_found()), true)
}

async fn delete(client: &Client) -> Result {
    for file in files(client, 100).await? {
        client.files().delete(file.id.as_deref().unwrap_or_default()).send().await?;
    }
    check("number of remaining files", files(client, 100).await?.len(), 0)
}
