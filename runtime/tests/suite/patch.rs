//! Updates: explicit nulls, empty collections and field masks. Equality of messages.

use std::collections::BTreeMap;

use discovery_runtime::{FieldMask, Json, Map, UnknownFields, decode, encode, message, send_empty, send_null, union};
use proptest::prelude::*;
use serde_json::json;

#[derive(Clone)]
struct Event {
    // The first field, so that it may have the same address as the message.
    start: Option<Time>,
    kind: Option<String>,
    summary: Option<String>,
    sequence: Option<i32>,
    attendees: Vec<Time>,
    labels: Map<String>,
    original: Option<Box<Event>>,
    payload: Option<Json>,
    unknown_fields: UnknownFields,
}

message! {
    Event {
        "start" => start,
        "kind" => kind = "calendar#event",
        "summary" => summary,
        "sequence" => sequence,
        "attendees" => attendees,
        "labels" => labels,
        "original" => original,
        "payload" => payload,
    }
}

#[derive(Clone)]
struct Time {
    date: Option<String>,
    unknown_fields: Option<bool>,
    others: UnknownFields,
}

message! {
    Time as others {
        "date" => date,
        "unknown_fields" => unknown_fields,
    }
}

fn to_json(event: &Event) -> Json {
    serde_json::from_slice(&encode(event)).expect("JSON")
}

#[test]
fn sends_null_and_empty_collections_explicitly() {
    let mut event = Event { sequence: Some(0), summary: Some(String::new()), ..Default::default() };
    send_null!(event.start);
    send_null!(event.original);
    send_empty!(event.attendees);
    send_empty!(event.labels);
    let expected = json!({
        "kind": "calendar#event", "summary": "", "sequence": 0, "start": null, "original": null, "attendees": [], "labels": {},
    });
    assert_eq!(to_json(&event), expected);
    send_null!(event.attendees);
    assert_eq!(to_json(&event)["attendees"], Json::Null);
    event.unknown_fields.remove("attendees");
    assert_eq!(to_json(&event).get("attendees"), None);
}

#[test]
fn sends_null_for_single_entries_of_a_map() {
    let mut event = Event { kind: None, ..Default::default() };
    let key = String::from("b");
    send_null!(event.labels["a"]);
    send_null!(event.labels[key]);
    // Entries that are set later are sent, too.
    event.labels = Map::from([("a".to_owned(), "1".to_owned()), ("c".to_owned(), "3".to_owned())]);
    assert_eq!(to_json(&event), json!({"labels": {"a": null, "b": null, "c": "3"}}));
    let debug = r#"Event { labels: {"a": "1", "c": "3"}, unknown_fields: {"labels": Object {"a": Null, "b": Null}} }"#;
    assert_eq!(format!("{event:?}"), debug);
    assert_eq!(FieldMask::of(&event).to_string(), "labels");
    send_empty!(event.labels);
    assert_eq!(to_json(&event), json!({"labels": {}}));
    send_null!(event.labels["a"]);
    assert_eq!(to_json(&event), json!({"labels": {"a": null, "c": "3"}}));
    // A field that is not a map is overridden as a whole.
    event.unknown_fields.remove("labels");
    event.start = Some(Time { date: Some("2026-01-01".to_owned()), ..Default::default() });
    event.unknown_fields.insert("start", json!({"newer": 1}));
    assert_eq!(to_json(&event)["start"], json!({"newer": 1}));
}

#[test]
fn sends_null_for_fields_of_nested_borrowed_and_boxed_messages() {
    struct Holder {
        event: Event,
    }
    let mut holder = Holder { event: Event { kind: None, ..Default::default() } };
    let start = holder.event.start.get_or_insert_default();
    send_null!(start.date);
    send_null!(start.unknown_fields);
    let original = holder.event.original.get_or_insert_default();
    original.kind = None;
    send_empty!(original.labels);
    let mut boxed = Box::new(holder.event.clone());
    send_null!(boxed.summary);
    send_null!(holder.event.summary);
    let expected =
        json!({"start": {"date": null, "unknown_fields": null}, "original": {"labels": {}}, "summary": null});
    assert_eq!(to_json(&holder.event), expected);
    assert_eq!(*boxed, holder.event);
}

#[test]
fn sends_nulls_inside_json_values() {
    let payload = json!({"a": null, "b": [null, {"c": null}]});
    let event = Event { payload: Some(payload.clone()), ..Default::default() };
    assert_eq!(to_json(&event)["payload"], payload);
    let event: Event = decode(json!({"payload": null}).to_string().as_bytes()).expect("an event");
    assert_eq!(to_json(&event)["payload"], Json::Null);
    assert!(to_json(&event).get("payload").is_some());
}

#[test]
fn a_field_mask_contains_the_fields_that_are_set() {
    let mut event = Event {
        summary: Some("Moved".to_owned()),
        start: Some(Time { date: Some("2026-01-01".to_owned()), ..Default::default() }),
        labels: Map::from([("a.b".to_owned(), "c".to_owned())]),
        original: Some(Box::default()),
        payload: Some(json!({"deep": {"er": 1}})),
        ..Default::default()
    };
    send_empty!(event.attendees);
    event.unknown_fields.insert("newer", json!({"a": 1}));
    let mask = FieldMask::of(&event);
    assert_eq!(mask.to_string(), "start.date,summary,attendees,labels,original,payload,newer");
    assert_eq!(FieldMask::of(&Event::default()), FieldMask::default());
    let other_kind = Event { kind: Some("other".to_owned()), ..Default::default() };
    assert_eq!(FieldMask::of(&other_kind).to_string(), "kind");
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
enum Guest {
    Player(Player),
    Team(Team),
    Unknown(Json),
}

union! { Guest else Unknown by "id" { "player" => Player, "team" => Team } }

#[derive(Clone)]
struct Player {
    id: Option<String>,
    lag: Option<f64>,
    unknown_fields: UnknownFields,
}

message! { Player { "id" => id, "lag" => lag } }

#[derive(Clone)]
struct Team {
    id: Option<String>,
    size: Option<f64>,
    guests: Map<Vec<Guest>>,
    unknown_fields: UnknownFields,
}

message! { Team { "id" => id, "size" => size, "guests" => guests } }

/// The reference for the equality of `Full`, with a derived `PartialEq`.
#[derive(Clone, Debug, PartialEq)]
struct Derived {
    lag: Option<f64>,
    size: Option<Option<Json>>,
    guests: BTreeMap<String, Vec<Option<f64>>>,
    unknown: BTreeMap<String, Json>,
}

#[derive(Clone)]
struct Full {
    lag: Option<f64>,
    size: Option<Json>,
    guests: Map<Vec<Player>>,
    unknown_fields: UnknownFields,
}

message! { Full { "lag" => lag, "size" => size, "guests" => guests } }

fn any_derived() -> impl Strategy<Value = Derived> {
    let number = || prop::option::of(prop::sample::select(vec![0.0, -0.0, 1.5, f64::NAN]));
    let json = || prop::sample::select(vec![Json::Null, json!(1), json!([])]);
    let name = || prop::sample::select(vec!["a".to_owned(), "b".to_owned()]);
    let guests = prop::collection::btree_map(name(), prop::collection::vec(number(), 0..3), 0..3);
    let unknown = prop::collection::btree_map(name(), json(), 0..2);
    (number(), prop::option::of(json().prop_map(Some)), guests, unknown)
        .prop_map(|(lag, size, guests, unknown)| Derived { lag, size, guests, unknown })
}

fn full(derived: &Derived) -> Full {
    let player = |lag: &Option<f64>| Player { lag: *lag, ..Default::default() };
    let mut full = Full {
        lag: derived.lag,
        size: derived.size.clone().flatten(),
        guests: derived.guests.iter().map(|(name, lags)| (name.clone(), lags.iter().map(player).collect())).collect(),
        ..Default::default()
    };
    for (name, value) in &derived.unknown {
        full.unknown_fields.insert(name, value.clone());
    }
    full
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn equality_agrees_with_derived_equality(left in any_derived(), right in any_derived()) {
        prop_assert_eq!(full(&left) == full(&right), left == right);
        prop_assert_eq!(full(&left) == full(&left), left == left.clone());
    }
}

#[test]
fn variants_of_a_union_are_never_equal() {
    let team = |size| Team { id: Some("x".to_owned()), size, ..Default::default() };
    let team_with = |guest| Team { guests: Map::from([("a".to_owned(), vec![guest])]), ..team(None) };
    let player = Player { id: Some("x".to_owned()), lag: Some(1.0), ..Default::default() };
    assert_ne!(team_with(Guest::Player(player.clone())), team_with(Guest::Team(team(Some(1.0)))));
    assert_eq!(team_with(Guest::Player(player.clone())), team_with(Guest::Player(player)));
}
