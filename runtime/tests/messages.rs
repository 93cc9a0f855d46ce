//! Messages, open enums and unions: encoding, decoding, errors, equality and `Debug`.

#![allow(missing_docs, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

use std::collections::HashSet;

use discovery_runtime::{
    DateTime, DecodeError, Duration, FieldMask, Json, Map, Timestamp, UnknownFields, UnknownValue, decode, encode,
    message, open_enum, union, wire::Wire,
};
use proptest::prelude::*;
use serde_json::json;

#[derive(Clone)]
pub struct Room {
    pub kind: Option<String>,
    pub room_id: Option<String>,
    pub created: Option<i64>,
    pub status: Option<Status>,
    pub participants: Vec<Participant>,
    pub parent: Option<Box<Room>>,
    pub properties: Map<Option<String>>,
    pub counters: Map<Vec<i64>>,
    pub extra: Option<Json>,
    pub rows: Vec<Vec<Json>>,
    pub r#type: Option<f64>,
    pub unknown_fields: UnknownFields,
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
pub struct Participant {
    pub id: Option<String>,
    pub seen: Option<Timestamp>,
    pub local: Option<DateTime>,
    pub lag: Option<Duration>,
    pub avatar: Option<Vec<u8>>,
    pub unknown_fields: Option<bool>,
    pub others: UnknownFields,
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
pub struct Empty {
    pub unknown_fields: UnknownFields,
}

message! { Empty {} }

#[derive(Clone)]
#[non_exhaustive]
pub enum Status {
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
pub enum Guest {
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
pub struct Team {
    pub id: Option<String>,
    pub guests: Vec<Guest>,
    pub by_name: Map<Guest>,
    pub unknown_fields: UnknownFields,
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
fn a_constant_field_has_its_value_unless_the_server_overrides_it() {
    assert_eq!(room("{}").kind.as_deref(), Some("games#room"));
    assert_eq!(room(r#"{"kind":"other"}"#).kind.as_deref(), Some("other"));
    assert_eq!(room(r#"{"kind":null}"#).kind, None);
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
fn rejects_null_inside_typed_lists_and_maps() {
    let error = decode_error::<Room>(r#"{"participants":[{},null]}"#);
    assert_eq!((error.path(), error.message()), ("participants[1]", "expected an object, found null"));
    let error = decode_error::<Room>(r#"{"counters":{"a":[],"b":[1,null]}}"#);
    assert_eq!((error.path(), error.message()), ("counters.b[1]", "expected a 64-bit integer, found null"));
    assert_eq!(decode_error::<Map<String>>(r#"{"a":null}"#).path(), "a");
    assert_eq!(decode_error::<Vec<String>>(r#"["a",null]"#).path(), "[1]");
}

#[test]
fn errors_contain_path_position_and_expectation() {
    let error = decode_error::<Room>("{\n  \"participants\": [\n    {},\n    {\"avatar\": 5}\n  ]\n}");
    assert_eq!(error.path(), "participants[1].avatar");
    assert_eq!((error.line(), error.message()), (4, "expected base64, found 5"));
    // The position after the number: 4 spaces, `{"avatar": 5`.
    assert_eq!(error.column(), 16);
    assert_eq!(error.to_string(), "participants[1].avatar: expected base64, found 5 (line 4, column 16)");
    let error = decode_error::<Room>(r#"{"parent":{"parent":{"status":[]}}}"#);
    assert_eq!((error.path(), error.message()), ("parent.parent.status", "expected a string, found an array"));
    assert_eq!(decode_error::<Room>("[]").message(), "expected an object, found an array");
    assert_eq!(decode_error::<Room>(r#"{"properties":{"a.b":5}}"#).path(), r#"properties["a.b"]"#);
}

#[test]
fn errors_inside_unions_contain_the_full_path() {
    let error = decode_error::<Guest>(r#"{"lag":"soon","id":"player"}"#);
    assert_eq!(error.path(), "lag");
    let error = decode_error::<Team>(r#"{"guests":[{},{"guests":[{"id":"player","unknown_fields":1}],"id":"team"}]}"#);
    let actual = (error.path(), error.message());
    assert_eq!(actual, ("guests[1].guests[0].unknown_fields", "expected true or false, found 1"));
    let error = decode_error::<Team>(r#"{"byName":{"a.b":{"id":"team","byName":{"c":[]}}}}"#);
    assert_eq!((error.path(), error.message()), (r#"byName["a.b"].byName.c"#, "expected an object, found an array"));
    let error = decode_error::<Team>(r#"{"guests":[{"id":"team","guests":[{"id":"player","extra":[1,}]}]}"#);
    assert_eq!(error.path(), "guests[0].guests[0].extra[1]");
}

#[test]
fn rejects_invalid_json() {
    for json in ["", "{", r#"{"parent":{"#, "{} x", "{'a':1}", r#"{"new":[1,}"#, "\u{feff}{}", "nul"] {
        decode_error::<Room>(json);
    }
    assert_eq!(decode_error::<Room>(r#"{"parent":{"roomId":"#).path(), "parent.roomId");
    assert!(decode::<Room>(b"{\"roomId\":\"\xff\"}").is_err());
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    decode_error::<Json>(&deep);
    decode_error::<Room>(&format!(r#"{{"new":{deep}}}"#));
    // Ignored input is skipped without recursion.
    assert_eq!(decode::<()>(deep.as_bytes()), Ok(()));
}

#[test]
fn preserves_enum_values_that_the_document_does_not_describe() {
    let newer = room(r#"{"status":"HAUNTED"}"#);
    assert_eq!(newer.status.as_ref().map(Status::as_str), Some("HAUNTED"));
    assert!(matches!(newer.status, Some(Status::Unknown2(_))));
    assert_eq!(write_without_kind(&newer), r#"{"status":"HAUNTED"}"#);
    // Servers send values without a name as numbers.
    assert_eq!(room(r#"{"status":7}"#).status.as_ref().map(Status::as_str), Some("7"));
    assert!(matches!(Status::from("Unknown"), Status::Unknown));
    assert!(matches!(Status::from("open"), Status::Unknown2(_)));
    assert_eq!(format!("{:>6}|", Status::Open), "  OPEN|");
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

#[test]
fn debug_omits_unset_fields() {
    let room = room(
        r#"{"roomId":"a","status":"OPEN","participants":[{"id":"1"}],"parent":{"kind":"p"},"properties":{"k":null},
            "type":1,"x":1}"#,
    );
    assert_eq!(
        format!("{room:?}"),
        r#"Room { kind: Some("games#room"), room_id: Some("a"), status: Some("OPEN"), participants: [Participant { id: Some("1") }], parent: Some(Room { kind: Some("p") }), properties: {"k": None}, type: Some(1.0), unknown_fields: {"x": Number(1)} }"#
    );
}

#[test]
fn debug_of_an_empty_value_is_not_empty() {
    assert_eq!(format!("{:?}", Empty::default()), "Empty");
    assert_eq!(format!("{:?}", Status::from("")), "\"\"");
}

#[test]
fn debug_of_a_union_contains_the_variant() {
    let team: Team = decode(br#"{"guests":[{"id":"player","lag":"1s"},{"id":"other"}]}"#).unwrap();
    assert_eq!(
        format!("{team:?}"),
        r#"Team { guests: [Player(Participant { id: Some("player"), lag: Some(TimeDelta { secs: 1, nanos: 0 }) }), Unknown(Object {"id": String("other")})] }"#
    );
}

#[cfg(feature = "serde")]
#[test]
fn messages_and_enums_implement_serde() {
    let text = r#"{"kind":"games#room","roomId":"a","x":[1.5]}"#;
    let value: Json = serde_json::from_str(text).unwrap();
    let room: Room = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&room).unwrap(), value);
    assert_eq!(serde_json::from_reader::<_, Room>(text.as_bytes()).unwrap(), room);
    assert_eq!(serde_json::to_string(&Some(Status::Open)).unwrap(), r#""OPEN""#);
    assert!(serde_json::from_str::<Status>("5").is_ok_and(|status| status.as_str() == "5"));
    assert!(serde_json::from_str::<Status>("[]").is_err());
}

#[cfg(feature = "serde")]
#[test]
fn types_of_fields_implement_serde() {
    fn round_trip<T: serde_core::Serialize + serde_core::de::DeserializeOwned>(value: &T) -> (Json, T) {
        let json = serde_json::to_value(value).expect("JSON");
        (json.clone(), serde_json::from_value(json).expect("the same type"))
    }
    let mask = FieldMask::from("a,b.c");
    assert_eq!(round_trip(&mask), (json!("a,b.c"), mask));
    let local: DateTime = "2024-05-01T10:00:00".parse().unwrap();
    assert_eq!(round_trip(&local), (json!("2024-05-01T10:00:00"), local));
    let fields: UnknownFields = [("a", 1), ("b", 2)].into_iter().collect();
    assert_eq!(round_trip(&fields), (json!({"a": 1, "b": 2}), fields));
    assert_eq!(round_trip(&UnknownFields::new()), (json!({}), UnknownFields::new()));
}

/// The form of numbers if any crate of the build enables serde_json's feature
/// `arbitrary_precision`.
#[cfg(feature = "serde")]
#[test]
fn reads_numbers_of_arbitrary_precision() {
    let exact = |digits: &str| json!({"$serde_json::private::Number": digits});
    let value = json!({"created": exact("-5"), "type": exact("1e2"), "x": exact("18446744073709551615")});
    let room: Room = serde_json::from_value(value).unwrap();
    assert_eq!((room.created, room.r#type), (Some(-5), Some(100.0)));
    assert_eq!(room.unknown_fields.get("x"), Some(&json!(u64::MAX)));
}

#[cfg(feature = "serde")]
#[test]
fn unions_implement_serde() {
    let player = json!({"id": "player", "avatar": "AQ=="});
    let guest: Guest = serde_json::from_value(player.clone()).unwrap();
    assert!(matches!(&guest, Guest::Player(player) if player.avatar.as_deref() == Some(&[1])));
    assert_eq!(serde_json::to_value(&guest).unwrap(), player);
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_filter("JSON numbers are finite", |value| value.is_finite()).prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn round_trips_any_json(value in any_json()) {
        let text = value.to_string();
        prop_assert_eq!(write(&decode::<Json>(text.as_bytes()).unwrap()), text);
    }

    #[test]
    fn round_trips_messages_with_unknown_fields(
        unknown in prop::collection::btree_map("x[a-z\u{e9}\".]{0,6}", any_json(), 0..6),
        created in any::<i64>(),
        extra in any_json(),
        properties in prop::collection::btree_map(any::<String>(), prop::option::of(any::<String>()), 1..4),
    ) {
        let mut value: Json = unknown.into_iter().collect();
        value["kind"] = json!("k");
        value["created"] = json!(created.to_string());
        value["extra"] = extra.clone();
        value["parent"] = json!({"kind": "p", "xother": extra});
        value["properties"] = json!(properties);
        let room: Room = decode(value.to_string().as_bytes()).unwrap();
        prop_assert_eq!(serde_json::from_slice::<Json>(&encode(&room)).unwrap(), value);
        prop_assert_eq!(decode::<Room>(&encode(&room)).unwrap(), room);
    }

    #[test]
    fn round_trips_floats(double in any::<f64>(), single in any::<f32>()) {
        prop_assume!(!double.is_nan() && !single.is_nan());
        prop_assert_eq!(decode::<f64>(&encode(&double)).unwrap().to_bits(), double.to_bits());
        prop_assert_eq!(decode::<f32>(&encode(&single)).unwrap().to_bits(), single.to_bits());
    }

    #[test]
    fn round_trips_bytes_durations_and_timestamps(
        bytes in any::<Vec<u8>>(),
        seconds in -315_576_000_000_i64..=315_576_000_000,
        nanos in 0_u32..1_000_000_000,
    ) {
        prop_assert_eq!(decode::<Vec<u8>>(&encode(&bytes)).unwrap(), bytes);
        let duration = Duration::new(seconds, nanos).unwrap();
        prop_assert_eq!(decode::<Duration>(&encode(&duration)).unwrap(), duration);
        let time = Timestamp::from_timestamp(seconds % 60_000_000_000, nanos).unwrap();
        prop_assert_eq!(decode::<Timestamp>(&encode(&time)).unwrap(), time);
    }

    #[test]
    fn never_panics_on_any_input(text in any::<String>(), bytes in any::<Vec<u8>>()) {
        let _ = (decode::<Room>(text.as_bytes()), decode::<Json>(&bytes), decode::<Vec<Room>>(&bytes));
        for quoted in [json!(text).to_string(), text] {
            let _ = (decode::<Timestamp>(quoted.as_bytes()), decode::<DateTime>(quoted.as_bytes()));
            let _ = (decode::<Duration>(quoted.as_bytes()), decode::<Vec<u8>>(quoted.as_bytes()), decode::<i64>(quoted.as_bytes()));
        }
    }
}
