//! Sends batches with the crate generated from tasks.v1. Reads calls from stdin, one JSON object
//! per line, and prints one result per line. The argument is the server's URL. `compare.py` runs
//! this program next to Google's Python client.

use std::error::Error;
use std::io::BufRead;

use tasks_v1::Client;
use tasks_v1::runtime::{self, Batch, BatchKey, BatchResults, CallOptions as _, Json, decode};
use tasks_v1::schemas::{Task, Tasks};

/// The key of a call in the batch, by response type.
enum Key {
    Task(BatchKey<Task>),
    Tasks(BatchKey<Tasks>),
    Empty(BatchKey<()>),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("expected the server's URL")?;
    let client = Client::builder().endpoint(url).credentials(runtime::Bearer::new("a-token")).build()?;
    let mut batch = Batch::new();
    let mut keys = Vec::new();
    for line in std::io::stdin().lock().lines() {
        keys.push(add(&mut batch, &client, &decode(line?.as_bytes())?)?);
    }
    let mut results = batch.send().await?;
    for key in keys {
        println!("{}", result_as_json(&mut results, key)?);
    }
    Ok(())
}

fn add(batch: &mut Batch, client: &Client, call: &Json) -> Result<Key, Box<dyn Error>> {
    let text = |name: &str| call[name].as_str().unwrap_or_default();
    let (tasks, list, task) = (client.tasks(), text("tasklist"), text("task"));
    let body = || Task { title: Some(text("title").to_owned()), ..Default::default() };
    Ok(match text("method") {
        "get" => Key::Task(batch.add(tasks.get(list, task).call())),
        "insert" => Key::Task(batch.add(tasks.insert(list, body()).call())),
        "patch" => Key::Task(batch.add(tasks.patch(list, task, body()).header("If-Match", text("etag")).call())),
        "list" => Key::Tasks(batch.add(tasks.list(list).page_token(text("pageToken")).call())),
        "delete" => Key::Empty(batch.add(tasks.delete(list, task).call())),
        other => return Err(format!("unknown method `{other}`").into()),
    })
}

fn result_as_json(results: &mut BatchResults, key: Key) -> Result<Json, Box<dyn Error>> {
    let result = match key {
        Key::Task(key) => results.take(key).map(|task| runtime::encode(&task)),
        Key::Tasks(key) => results.take(key).map(|tasks| runtime::encode(&tasks)),
        Key::Empty(key) => results.take(key).map(|()| b"null".to_vec()),
    };
    let mut json = Json::Null;
    match result {
        Ok(value) => json["value"] = decode(&value)?,
        Err(error) => {
            json["status"] = error.status().map_or(0, |status| status.as_u16()).into();
            json["body"] = String::from_utf8_lossy(error.body().unwrap_or_default()).into();
            json["message"] = error.to_string().into();
        }
    }
    Ok(json)
}
