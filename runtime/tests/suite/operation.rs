//! Long-running operations, with the messages of `google.longrunning` and of Compute Engine.

mod address;
mod failure;
mod handle;
mod polling;
mod result;

use discovery_runtime::{
    ApiDescriptor, Call, Client, ClientBuilder, Json, MemoryTransport, MethodDescriptor, UnknownFields, call, message,
    operation, operation_message,
};

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "notes/v1/");

#[derive(Clone)]
struct Note {
    id: Option<String>,
    name: Option<String>,
    unknown_fields: UnknownFields,
}
message! { Note { "id" => id, "name" => name, } }

#[derive(Clone)]
struct Metadata {
    percent: Option<i32>,
    unknown_fields: UnknownFields,
}
message! { Metadata { "percent" => percent, } }

/// An operation whose message contains the result.
#[derive(Clone)]
struct LongOperation {
    name: Option<String>,
    done: Option<bool>,
    unknown_fields: UnknownFields,
}
message! { LongOperation { "name" => name, "done" => done, } }
operation_message! { LongOperation: Metadata, response {
    get "notes.operations.get" "v1/{+name}", cancel "notes.operations.cancel" "v1/{+name}:cancel";
} }

/// An operation whose message has only a status.
#[derive(Clone)]
struct ZoneOperation {
    name: Option<String>,
    status: Option<String>,
    progress: Option<i32>,
    unknown_fields: UnknownFields,
}
message! { ZoneOperation { "name" => name, "status" => status, "progress" => progress, } }
operation_message! { ZoneOperation: ZoneOperation, status {
    get "notes.globalOperations.get" "projects/{project}/global/operations/{operation}";
    get "notes.zoneOperations.get" "projects/{project}/zones/{zone}/operations/{operation}",
        wait "notes.zoneOperations.wait" "projects/{project}/zones/{zone}/operations/{operation}/wait";
} }

const CREATE: MethodDescriptor = MethodDescriptor::new("notes.create", "POST", "v1/notes");
const DELETE: MethodDescriptor = MethodDescriptor::new("notes.delete", "DELETE", "v1/notes/{id}");
const RUN: MethodDescriptor = MethodDescriptor::new("notes.run", "POST", "v1/notes:run");
const INSERT: MethodDescriptor = MethodDescriptor::new("notes.insert", "POST", "projects/{project}/zones/{zone}/notes");
const STOP: MethodDescriptor =
    MethodDescriptor::new("notes.stop", "POST", "projects/{project}/zones/{zone}/notes/{note}/stop");

struct Create(Call<LongOperation>);
call! { Create -> LongOperation }
operation! { Create -> LongOperation => Note }

struct Delete(Call<LongOperation>);
call! { Delete -> LongOperation }
operation! { Delete -> LongOperation => () }

struct Run(Call<LongOperation>);
call! { Run -> LongOperation }
operation! { Run -> LongOperation => Json }

struct Insert(Call<ZoneOperation>);
call! { Insert -> ZoneOperation }
operation! { Insert -> ZoneOperation => Note, get "notes.get" "projects/{project}/zones/{zone}/notes/{note}" }

struct Stop(Call<ZoneOperation>);
call! { Stop -> ZoneOperation }
operation! { Stop -> ZoneOperation => ZoneOperation }

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(transport.clone()).build().expect("a client")
}

fn create(transport: &MemoryTransport) -> Create {
    Create(Call::new(&client(transport), &CREATE).body(&Note::default()))
}

fn run(transport: &MemoryTransport) -> Run {
    Run(Call::new(&client(transport), &RUN))
}

fn insert(transport: &MemoryTransport) -> Insert {
    let note = Note { name: Some("n".to_owned()), ..Note::default() };
    let call = Call::new(&client(transport), &INSERT).path_text("project", "p").path_text("zone", "z");
    Insert(call.body(&note))
}

fn stop(transport: &MemoryTransport) -> Stop {
    let call = Call::new(&client(transport), &STOP).path_text("project", "p").path_text("zone", "z");
    Stop(call.path_text("note", "n"))
}

/// Adds successful responses with these bodies.
fn transport<const N: usize>(bodies: [&str; N]) -> MemoryTransport {
    bodies.into_iter().fold(MemoryTransport::new(), |transport, body| transport.answer(200, body))
}

/// Returns the HTTP methods and paths of the requests.
fn sent(transport: &MemoryTransport) -> Vec<String> {
    let requests = transport.requests();
    requests.iter().map(|request| format!("{} {}", request.method(), request.uri().path())).collect()
}
