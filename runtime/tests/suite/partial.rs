//! Partial responses.

use discovery_runtime::__private::UploadDescriptor;
use discovery_runtime::pagination::PageToken;
use discovery_runtime::{
    ApiDescriptor, Call, Client, ClientBuilder, Map, MemoryTransport, MethodDescriptor, UnknownFields, encode, message,
    partial,
};
use serde_json::json;

const API: ApiDescriptor = ApiDescriptor::new("drive:v3", "https://www.googleapis.com/", "drive/v3/");
const GET: MethodDescriptor = MethodDescriptor::new("drive.files.get", "GET", "file");

const UPLOAD: UploadDescriptor = UploadDescriptor::both("/upload/drive/v3/files");

#[derive(Clone)]
struct User {
    email_address: Option<String>,
    unknown_fields: UnknownFields,
}
message! { User { "emailAddress" => email_address } }

#[derive(Clone)]
struct File {
    id: Option<String>,
    r#type: Option<String>,
    size: Option<i64>,
    owners: Vec<User>,
    last: Option<User>,
    editors: Map<User>,
    parent: Option<Box<File>>,
    unknown_fields: UnknownFields,
}
message! {
    File {
        "id" => id, "type" => r#type, "size" => size, "owners" => owners, "lastUser" => last, "editors" => editors,
        "parent" => parent,
    }
}

#[derive(Clone)]
struct FileList {
    files: Vec<File>,
    next_page_token: Option<String>,
    unknown_fields: UnknownFields,
}
message! { FileList { "files" => files, "nextPageToken" => next_page_token } }

partial! { struct BriefOwner of User { email_address: Option<String> } }
partial! {
    /// A brief file.
    struct Brief of File {
        id: Option<String>,
        r#type: Option<String>,
        owners: Vec<BriefOwner>,
        last: Option<User>,
        editors: Map<BriefOwner>,
        parent: Option<Box<Parent>>,
    }
}
partial! { struct Parent of File { size: Option<i64>, parent: Option<Box<Parent>> } }
partial! { struct BriefList of FileList { files: Vec<Small> } }
partial! { struct Small of File { id: Option<String> } }

fn client(transport: &MemoryTransport) -> Client {
    ClientBuilder::new(API).transport(transport.clone()).build().expect("a client")
}

fn fields(request: &discovery_runtime::http::Request<Vec<u8>>) -> String {
    let query = request.uri().query().expect("a query");
    let fields = query.split('&').find_map(|part| part.strip_prefix("fields=")).expect("a mask");
    fields.replace("%2C", ",").replace("%28", "(").replace("%29", ")").replace("%2F", "/").replace("%2A", "*")
}

#[test]
fn sends_mask_of_nested_fields() {
    let call = Call::<File>::new(&client(&MemoryTransport::new()), &GET).fields("replaced");
    assert_eq!(
        fields(&call.select::<Brief>().request().unwrap()),
        "id,type,owners(emailAddress),lastUser,editors/*(emailAddress),parent(size,parent)"
    );
    let call = Call::<Map<Vec<User>>>::new(&client(&MemoryTransport::new()), &GET);
    assert_eq!(fields(&call.select::<Map<Vec<BriefOwner>>>().request().unwrap()), "*(emailAddress)");
}

#[tokio::test]
async fn decodes_selected_fields_and_keeps_others() {
    let text = r#"{"id":"1","type":"x","owners":[{"emailAddress":"a@b","z":1}],"parent":{"size":"5"},"more":true}"#;
    let transport = MemoryTransport::new().answer(200, text);
    let brief = Call::<File>::new(&client(&transport), &GET).select::<Brief>().send().await.unwrap();
    assert_eq!(brief.id.as_deref(), Some("1"));
    assert_eq!(brief.r#type.as_deref(), Some("x"));
    assert_eq!(brief.owners[0].email_address.as_deref(), Some("a@b"));
    assert_eq!(brief.parent.as_ref().and_then(|parent| parent.size), Some(5));
    assert_eq!(brief.unknown_fields.get("more"), Some(&json!(true)));
    assert_eq!(String::from_utf8(encode(&brief)).unwrap(), text);
}

#[tokio::test]
async fn selects_fields_of_the_response_to_an_upload() {
    let transport = MemoryTransport::new().answer(200, r#"{"id":"1"}"#);
    let upload = Call::<File>::new(&client(&transport), &GET).upload(UPLOAD, "media".into());
    assert_eq!(upload.select::<Small>().send().await.unwrap().id.as_deref(), Some("1"));
    assert_eq!(fields(&transport.requests()[0]), "id");
}

#[tokio::test]
async fn streams_selected_items_of_two_pages() {
    let transport = MemoryTransport::new()
        .answer(200, r#"{"files":[{"id":"1"}],"nextPageToken":"t"}"#)
        .answer(200, r#"{"files":[{"id":"2"}]}"#);
    let pages = Call::<FileList>::new(&client(&transport), &GET).pages(PageToken::Query);
    let items = pages.select::<BriefList>().items(|page| page.files).collect().await.unwrap();
    assert_eq!(items.iter().filter_map(|item| item.id.as_deref()).collect::<Vec<_>>(), ["1", "2"]);
    let requests = transport.requests();
    assert_eq!(requests.len(), 2);
    let query = "fields=files%28id%29%2CnextPageToken";
    assert_eq!(requests[0].uri().query().unwrap(), format!("{query}&alt=json"));
    assert_eq!(requests[1].uri().query().unwrap(), format!("{query}&pageToken=t&alt=json"));
}
