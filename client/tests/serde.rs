//! Messages and enums as serde types: what the feature `serde` adds.

#![allow(missing_docs, reason = "in tests")]

use discovery_client::{Json, UnknownFields, UnknownValue, message, open_enum, union};
use serde_json::json;

#[derive(Clone)]
pub struct Room {
    pub kind: Option<String>,
    pub room_id: Option<String>,
    pub created: Option<i64>,
    pub status: Option<Status>,
    pub r#type: Option<f64>,
    pub unknown_fields: UnknownFields,
}

message! {
    Room {
        "kind" => kind = "games#room",
        "roomId" => room_id,
        "created" => created,
        "status" => status,
        "type" => r#type,
    }
}

#[derive(Clone)]
#[non_exhaustive]
pub enum Status {
    Open,
    Unknown(UnknownValue),
}

open_enum! { Status { "OPEN" => Open } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Place {
    Room(Room),
    Unknown(Json),
}

union! { Place else Unknown by "kind" { "games#room" => Room, } }

#[test]
fn messages_are_serde_types_too() {
    let text = r#"{"kind":"games#room","roomId":"a","x":[1.5]}"#;
    let value: Json = serde_json::from_str(text).unwrap();
    let room: Room = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&room).unwrap(), value);
    assert_eq!(serde_json::from_reader::<_, Room>(text.as_bytes()).unwrap(), room);
    assert_eq!(serde_json::to_string(&Some(Status::Open)).unwrap(), r#""OPEN""#);
    assert!(serde_json::from_str::<Status>("5").is_err());
}

/// Where a crate of the build turns on serde_json's `arbitrary_precision`, its numbers come in this form.
#[test]
fn numbers_that_come_as_objects_are_numbers() {
    let exact = |digits: &str| json!({"$serde_json::private::Number": digits});
    let value = json!({"created": exact("-5"), "type": exact("1e2"), "x": exact("18446744073709551615")});
    let room: Room = serde_json::from_value(value).unwrap();
    assert_eq!((room.created, room.r#type), (Some(-5), Some(100.0)));
    assert_eq!(room.unknown_fields.get("x"), Some(&json!(u64::MAX)));
}

#[test]
fn unions_are_serde_types_too() {
    let room = json!({"kind": "games#room", "roomId": "a"});
    let place: Place = serde_json::from_value(room.clone()).unwrap();
    assert!(matches!(&place, Place::Room(room) if room.room_id.as_deref() == Some("a")));
    assert_eq!(serde_json::to_value(&place).unwrap(), room);
}
