//! Streams of messages and long-running operations.

use std::time::Duration;

use discovery_runtime::operation::PollPolicy;
use discovery_runtime::{Call, Client, MethodDescriptor, Result, TransportError};

use crate::operations::{MAX_READ_TIME, Note, Operation, id, operation};
use crate::printing::Print;

const WATCH: MethodDescriptor = MethodDescriptor::new("notes.watch", "GET", "notes:watch");
const PRINT: MethodDescriptor = MethodDescriptor::new("notes.print", "POST", "notes:print");

/// The most messages that are read of a stream.
const MAX_MESSAGES: usize = 50;

pub(crate) const STREAM: Operation =
    Operation { in_memory: false, ..operation("stream", "1 2", |client, _| Box::pin(stream(client))) };

pub(crate) const LONG_RUNNING: Operation = Operation {
    once: Some("POST /v1/notes:print"),
    ..operation("long-running operation", "7", |client, _| Box::pin(print(client)))
};

/// Reads a stream, which has no time limit as long as bytes arrive.
async fn stream(client: Client) -> Result<String> {
    let read = async {
        let mut ids = Vec::new();
        let mut notes = Call::<Note>::new(&client, &WATCH).stream();
        while let Some(note) = notes.next().await {
            ids.push(id(note?));
            if ids.len() == MAX_MESSAGES {
                return Err(TransportError::new("too many messages").into());
            }
        }
        Ok(ids.join(" "))
    };
    let too_slow = |_| Err(TransportError::timed_out("too slow").into());
    tokio::time::timeout(MAX_READ_TIME, read).await.unwrap_or_else(too_slow)
}

async fn print(client: Client) -> Result<String> {
    let policy = PollPolicy::default().initial_delay(Duration::from_millis(1)).max_delay(Duration::from_millis(5));
    let operation = Print(Call::new(&client, &PRINT)).operation();
    let note = operation.poll_policy(policy.deadline(Duration::from_millis(500))).await?;
    Ok(note["id"].as_str().unwrap_or_default().to_owned())
}
