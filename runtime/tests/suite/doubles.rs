//! Test doubles: rules by method, recording and replay.

mod cassette;
mod damaged;
mod planted;
mod replies;
mod rules;
mod shapes;
mod time;
mod transfers;

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::{
    ApiDescriptor, Call, Client, ClientBuilder, Json, Method, MethodDescriptor, Transport, UnknownFields, call,
    download, message, operation, operation_message, pages, stream,
};

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/").with_batch_path("batch");

#[derive(Clone)]
struct Note {
    id: Option<String>,
    text: Option<String>,
    unknown_fields: UnknownFields,
}
message! { Note { "id" => id, "text" => text } }

#[derive(Clone)]
struct NoteList {
    notes: Vec<Note>,
    next_page_token: Option<String>,
    unknown_fields: UnknownFields,
}
message! { NoteList { "notes" => notes, "nextPageToken" => next_page_token } }

#[derive(Clone)]
struct Printing {
    name: Option<String>,
    done: Option<bool>,
    response: Option<Json>,
    unknown_fields: UnknownFields,
}
message! { Printing { "name" => name, "done" => done, "response" => response } }
operation_message! { Printing: Json, response { get "notes.printings.get" "{+name}"; } }

macro_rules! builder {
    ($name:ident($request:ty) -> $response:ty, $id:literal, $http_method:literal, $path:literal $(, $option:ident)?) => {
        #[allow(dead_code, reason = "some methods are only matched")]
        struct $name(Call<$response>);

        impl Method for $name {
            type Request = $request;
            type Response = $response;

            const METHOD: MethodDescriptor = MethodDescriptor::new($id, $http_method, $path)$(.$option())?;
        }

        call! { $name -> $response }
    };
}

builder!(Get(()) -> Note, "notes.get", "GET", "notes/{id}");
download! { Get }

builder!(Create(Note) -> Note, "notes.create", "POST", "notes");

builder!(List(()) -> NoteList, "notes.list", "GET", "notes");
pages! { List -> NoteList { notes: Note } by Query }

builder!(Watch(()) -> Note, "notes.watch", "GET", "notes:watch");
stream! { Watch -> Note }

builder!(Print(Json) -> Printing, "notes.print", "POST", "notes/{id}:print", with_request_id_in_message);
operation! { Print -> Printing => Json }

builder!(GetPrinting(()) -> Printing, "notes.printings.get", "GET", "{+name}");

const UPLOAD: UploadDescriptor = UploadDescriptor::both("upload/v1/notes");

fn note(id: &str, text: &str) -> Note {
    Note { id: Some(id.to_owned()), text: Some(text.to_owned()), ..Note::default() }
}

fn client(transport: impl Transport + 'static) -> Client {
    ClientBuilder::new(API).transport(transport).build().expect("a client")
}

fn get(client: &Client, id: &str) -> Get {
    Get(Call::of::<Get>(client).path_text("id", id))
}

fn create(client: &Client, note: &Note) -> Create {
    Create(Call::of::<Create>(client).body(note))
}

fn list(client: &Client) -> List {
    List(Call::of::<List>(client))
}

fn watch(client: &Client) -> Watch {
    Watch(Call::of::<Watch>(client))
}

fn print(client: &Client, id: &str, options: &Json) -> Print {
    Print(Call::of::<Print>(client).path_text("id", id).body(options))
}
