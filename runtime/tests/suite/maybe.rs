//! Options that are set only if there is a value.

use std::time::Duration;

use discovery_runtime::{
    ApiDescriptor, Call, CallOptions, Client, ClientBuilder, Json, Maybe as _, MemoryTransport, MethodDescriptor,
    UnknownFields, call, message,
};

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
const LIST: MethodDescriptor = MethodDescriptor::new("notes.list", "GET", "notes");

#[derive(Clone)]
struct Notes {
    unknown_fields: UnknownFields,
}
message! { Notes {} }

/// A request builder as generated code declares it.
struct List(Call<Notes>);
call! { List -> Notes }

impl List {
    fn page_size(self, value: i32) -> Self {
        Self(self.0.query("pageSize", value))
    }

    fn filter(self, value: &str) -> Self {
        Self(self.0.query_text("filter", value))
    }

    fn labels<'a>(self, values: impl IntoIterator<Item = &'a str>) -> Self {
        Self(self.0.query_texts("labels", values))
    }
}

fn query(set: impl FnOnce(List) -> List) -> String {
    let client: Client = ClientBuilder::new(API).transport(MemoryTransport::new()).build().expect("a client");
    let request = set(List(Call::new(&client, &LIST))).call().request().expect("a request");
    request.uri().query().unwrap_or_default().to_owned()
}

#[test]
fn a_value_is_set_and_none_changes_nothing() {
    let filter = Some("milk".to_owned());
    assert_eq!(
        query(|list| list.maybe(filter.as_deref(), List::filter).maybe(None, List::page_size)),
        "filter=milk&alt=json"
    );
    assert_eq!(query(|list| list.page_size(5).maybe(Some(7), List::page_size)), "pageSize=7&alt=json");
    assert_eq!(query(|list| list.page_size(5).maybe(None, List::page_size)), "pageSize=5&alt=json");
}

#[test]
fn options_of_all_builders_can_be_set() {
    let labels = Some(["a", "b"]);
    assert_eq!(query(|list| list.maybe(labels, List::labels)), "labels=a&labels=b&alt=json");
    assert_eq!(query(|list| list.maybe(Some("id"), List::fields)), "fields=id&alt=json");
    let timeout = Some(Duration::from_secs(5));
    let builder = ClientBuilder::<Client>::new(API).maybe(timeout, ClientBuilder::timeout);
    let client = builder.maybe(None::<String>, ClientBuilder::api_key).build().expect("a client");
    let _call = Call::<Json>::new(&client, &LIST)
        .maybe(timeout, CallOptions::timeout)
        .maybe(Some("u"), CallOptions::quota_user);
}
