//! Messages, open enums and unions: encoding, decoding, errors, equality and `Debug`.

mod debug;
mod errors;
mod exact_numbers;
mod json_values;
mod null_value;
mod round_trip;
#[cfg(feature = "serde")]
mod serde_impls;
mod type_drift;

use std::collections::HashSet;

use discovery_runtime::{
    DateTime, DecodeError, Duration, FieldMask, Json, Map, Timestamp, UnknownFields, UnknownValue, decode, decode_into,
    encode, message, open_enum, union, wire::Wire,
};
use serde_json::json;

#[derive(Clone)]
struct Room {
    kind: Option<String>,
    room_id: Option<String>,
    created: Option<i64>,
    status: Option<Status>,
    participants: Vec<Participant>,
    parent: Option<Box<Room>>,
    properties: Map<Option<String>>,
    counters: Map<Vec<i64>>,
    extra: Option<Json>,
    rows: Vec<Vec<Json>>,
    r#type: Option<f64>,
    unknown_fields: UnknownFields,
}

message! {
    Room {
        "kind" => kind = "games#room",
        "roomId" => room_id,
        "created" => created,
        "status" => status,
        "participants" => participants,
        "parent" => parent,
        "properties" => properties,
        "counters" => counters,
        "extra" => extra,
        "rows" => rows,
        "type" => r#type,
    }
}

#[derive(Clone)]
struct Participant {
    id: Option<String>,
    seen: Option<Timestamp>,
    local: Option<DateTime>,
    lag: Option<Duration>,
    avatar: Option<Vec<u8>>,
    unknown_fields: Option<bool>,
    others: UnknownFields,
}

message! {
    Participant as others {
        "id" => id,
        "seen" => seen,
        "local" => local,
        "lag" => lag,
        "avatar" => avatar,
        "unknown_fields" => unknown_fields,
    }
}

/// A message without fields. Warnings are denied, so this also tests that the macro causes none.
#[derive(Clone)]
struct Empty {
    unknown_fields: UnknownFields,
}

message! { Empty {} }

#[derive(Clone)]
#[non_exhaustive]
enum Status {
    Open,
    Unknown,
    Unknown2(UnknownValue),
}

open_enum! {
    Status else Unknown2 {
        "OPEN" => Open,
        "Unknown" => Unknown,
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
enum Guest {
    Player(Participant),
    Team(Team),
    Unknown(Json),
}

union! {
    Guest else Unknown by "id" {
        "player" => Player,
        "team" => Team,
    }
}

#[derive(Clone)]
struct Team {
    id: Option<String>,
    guests: Vec<Guest>,
    by_name: Map<Guest>,
    unknown_fields: UnknownFields,
}

message! {
    Team {
        "id" => id,
        "guests" => guests,
        "byName" => by_name,
    }
}

fn room(json: &str) -> Room {
    decode(json.as_bytes()).expect(json)
}

fn decode_error<T: Wire>(json: &str) -> DecodeError {
    decode::<T>(json.as_bytes()).err().unwrap_or_else(|| panic!("{json:.60}"))
}

fn write(value: &dyn Wire) -> String {
    String::from_utf8(encode(value)).expect("JSON is UTF-8")
}

/// Writes a room without its constant `kind`.
fn write_without_kind(room: &Room) -> String {
    write(&Room { kind: None, ..room.clone() })
}

#[test]
fn omits_unset_and_empty_fields() {
    assert_eq!(write(&Room::default()), r#"{"kind":"games#room"}"#);
    assert_eq!(write_without_kind(&Room { created: Some(0), ..Room::default() }), r#"{"created":"0"}"#);
}

#[test]
fn a_new_message_has_its_fixed_values_and_a_decoded_one_those_of_the_server() {
    assert_eq!(Room::default().kind.as_deref(), Some("games#room"));
    assert_eq!(Box::<Room>::default().kind.as_deref(), Some("games#room"));
    assert_eq!(room("{}").kind, None);
    assert_eq!(room(r#"{"kind":"games#room"}"#).kind.as_deref(), Some("games#room"));
    assert_eq!(room(r#"{"kind":"other"}"#).kind.as_deref(), Some("other"));
    assert_eq!(room(r#"{"kind":null}"#).kind, None);
    let nested = room(r#"{"roomId":"a","parent":{"roomId":"b"}}"#);
    assert_eq!(nested.parent.as_ref().map(|parent| parent.kind.clone()), Some(None));
    // An update with this message sends what was read.
    assert_eq!(write(&nested), r#"{"roomId":"a","parent":{"roomId":"b"}}"#);
    assert_eq!(FieldMask::of(&nested).to_string(), "roomId,parent.roomId");
    // Values that are read into an existing message do not clear it.
    let mut existing = Room::default();
    decode_into(&mut existing, br#"{"roomId":"a"}"#).expect("an object");
    assert_eq!(existing.kind.as_deref(), Some("games#room"));
}

#[test]
fn preserves_unknown_fields() {
    let text = r#"{"roomId":"a","new":{"deep":[1,null,"x"]},"old":null}"#;
    let room = room(text);
    assert_eq!(room.unknown_fields.len(), 2);
    assert_eq!(room.unknown_fields.get("old"), Some(&Json::Null));
    assert_eq!(write_without_kind(&room), text);
}

#[test]
fn a_message_without_fields_preserves_unknown_fields() {
    let json = r#"{"a":1,"b":null}"#;
    assert_eq!(write(&decode::<Empty>(json.as_bytes()).expect("an object")), json);
    assert_ne!(decode::<Empty>(json.as_bytes()), Ok(Empty::default()));
}

#[test]
fn an_unknown_field_overrides_the_known_field_of_the_same_name() {
    let mut room = Room { room_id: Some("a".to_owned()), ..Room::default() };
    room.unknown_fields.insert("roomId", Json::Null);
    room.unknown_fields.insert("participants", json!([]));
    assert_eq!(write_without_kind(&room), r#"{"participants":[],"roomId":null}"#);
    assert_eq!(room.unknown_fields.remove("participants"), Some(json!([])));
    assert_eq!(room.unknown_fields.remove("participants"), None);
    room.unknown_fields.remove("roomId");
    assert_eq!(room.unknown_fields, UnknownFields::new());
    assert_eq!(write_without_kind(&room), r#"{"roomId":"a"}"#);
}

#[test]
fn the_last_value_of_a_duplicate_key_replaces_earlier_ones() {
    let room = room(
        r#"{"roomId":"a","roomId":"b","participants":[{"id":"1"}],"participants":[{"id":"2"}],
            "parent":{"roomId":"p","created":1},"parent":{"created":2},"properties":{"k":"1","k":"2"},
            "counters":{"c":[1,2],"c":[3]},"new":{"a":1},"new":{"b":2},"extra":{"x":1,"x":2}}"#,
    );
    assert_eq!(room.room_id.as_deref(), Some("b"));
    assert_eq!(room.participants.len(), 1);
    assert_eq!(room.participants[0].id.as_deref(), Some("2"));
    let parent = room.parent.as_deref().unwrap();
    assert_eq!((parent.room_id.as_deref(), parent.created), (None, Some(2)));
    assert_eq!(room.properties["k"].as_deref(), Some("2"));
    assert_eq!(room.counters["c"], [3]);
    assert_eq!(room.unknown_fields.get("new"), Some(&json!({"b": 2})));
    assert_eq!(room.extra, Some(json!({"x": 2})));
}

#[test]
fn reads_null_as_absent_unless_the_type_has_a_null_value() {
    let room = room(
        r#"{"roomId":null,"participants":null,"parent":null,"properties":null,"extra":null,"status":null,
            "rows":[[null,1]]}"#,
    );
    assert_eq!(room.room_id, None);
    assert!(room.participants.is_empty() && room.parent.is_none() && room.properties.is_empty());
    assert_eq!(room.extra, Some(Json::Null));
    assert_eq!(room.status, None);
    assert_eq!(write_without_kind(&room), r#"{"extra":null,"rows":[[null,1]]}"#);
    let empty: Map<Option<String>> = decode(br#"{"gone":null,"kept":"x"}"#).unwrap();
    assert_eq!(write(&empty), r#"{"gone":null,"kept":"x"}"#);
    assert_eq!(write(&decode::<Map<Vec<i64>>>(br#"{"none":[]}"#).unwrap()), r#"{"none":[]}"#);
}

#[test]
fn preserves_enum_values_that_the_document_does_not_describe() {
    let newer = room(r#"{"status":"HAUNTED"}"#);
    assert_eq!(newer.status.as_ref().map(Status::as_str), Some("HAUNTED"));
    assert!(matches!(newer.status, Some(Status::Unknown2(_))));
    assert_eq!(write_without_kind(&newer), r#"{"status":"HAUNTED"}"#);
    assert!(matches!(Status::from("Unknown"), Status::Unknown));
    assert!(matches!(Status::from("open"), Status::Unknown2(_)));
    assert_eq!(format!("{:>6}|", Status::Open), "  OPEN|");
}

#[test]
fn writes_enum_values_back_as_the_numbers_that_they_were() {
    let number = room(r#"{"status":7}"#);
    assert_eq!(number.status.as_ref().map(Status::as_str), Some("7"));
    assert_eq!(write_without_kind(&number), r#"{"status":7}"#);
    let text = room(r#"{"status":"7"}"#);
    assert_eq!(write_without_kind(&text), r#"{"status":"7"}"#);
    // The notation does not matter for equality.
    assert_eq!(number.status, text.status);
    assert_eq!(number, text);
    assert_eq!(write(&decode::<Vec<Status>>(br#"[-1,"OPEN",0]"#).unwrap()), r#"[-1,"OPEN",0]"#);
    assert_eq!(decode_error::<Room>(r#"{"status":1.5}"#).path(), "status");
    assert_eq!(size_of::<Option<Status>>(), size_of::<String>());
}

#[test]
fn open_enums_implement_common_traits() {
    let values: HashSet<Status> = ["OPEN", "NEWER", "OPEN", "NEWER"].into_iter().map(Status::from).collect();
    assert_eq!(values.len(), 2);
    assert!(values.contains(&Status::Open));
    assert_eq!(AsRef::<str>::as_ref(&Status::from("NEWER")), "NEWER");
    assert_eq!(format!("{} {:?}", Status::Open, Status::Open), r#"OPEN "OPEN""#);
}

#[test]
fn a_message_may_have_a_field_called_unknown_fields() {
    let one: Participant = decode(br#"{"unknown_fields":true,"x":1}"#).unwrap();
    assert_eq!(one.unknown_fields, Some(true));
    assert_eq!(write(&one), r#"{"unknown_fields":true,"x":1}"#);
}

#[test]
fn equality_includes_unknown_fields() {
    let one = room(r#"{"roomId":"a","x":1}"#);
    assert_eq!(one, room(r#"{"x":1,"roomId":"a"}"#));
    assert_ne!(one, room(r#"{"roomId":"a","x":2}"#));
    assert_ne!(one, room(r#"{"roomId":"b","x":1}"#));
}
