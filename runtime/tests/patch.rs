//! What an update says: values, fields to clear, masks; and when two messages are equal.

#![allow(missing_docs, clippy::expect_used, clippy::panic, reason = "in tests, outside of functions marked as such")]

use std::collections::BTreeMap;

use discovery_runtime::{FieldMask, Json, Map, UnknownFields, decode, encode, message, send_empty, send_null, union};
use proptest::prelude::*;
use serde_json::json;

#[derive(Clone)]
pub struct Event {
    // The first field, so that the message and this message inside begin at one place in memory.
    pub start: Option<Time>,
    pub kind: Option<String>,
    pub summary: Option<String>,
    pub sequence: Option<i32>,
    pub attendees: Vec<Time>,
    pub labels: Map<String>,
    pub original: Option<Box<Event>>,
    pub payload: Option<Json>,
    pub unknown_fields: UnknownFields,
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
pub struct Time {
    pub date: Option<String>,
    pub unknown_fields: Option<bool>,
    pub others: UnknownFields,
}

message! {
    Time as others {
        "date" => date,
        "unknown_fields" => unknown_fields,
    }
}

fn sent(event: &Event) -> Json {
    serde_json::from_slice(&encode(event)).expect("JSON")
}

#[test]
fn null_and_empty_are_sent_for_the_fields_that_are_named() {
    let mut event = Event { sequence: Some(0), summary: Some(String::new()), ..Default::default() };
    send_null!(event.start);
    send_null!(event.original);
    send_empty!(event.attendees);
    send_empty!(event.labels);
    let expected = json!({
        "kind": "calendar#event", "summary": "", "sequence": 0, "start": null, "original": null, "attendees": [], "labels": {},
    });
    assert_eq!(sent(&event), expected);
    send_null!(event.attendees);
    assert_eq!(sent(&event)["attendees"], Json::Null);
    event.unknown_fields.remove("attendees");
    assert_eq!(sent(&event).get("attendees"), None);
}

#[test]
fn entries_of_a_map_are_cleared_one_by_one() {
    let mut event = Event { kind: None, ..Default::default() };
    let key = String::from("b");
    send_null!(event.labels["a"]);
    send_null!(event.labels[key]);
    // Whenever the others are set, they are sent.
    event.labels = Map::from([("a".to_owned(), "1".to_owned()), ("c".to_owned(), "3".to_owned())]);
    assert_eq!(sent(&event), json!({"labels": {"a": null, "b": null, "c": "3"}}));
    assert!(format!("{event:?}").contains(r#""c": String("3")"#), "{event:?}");
    assert_eq!(FieldMask::of(&event).to_string(), "labels");
    send_empty!(event.labels);
    assert_eq!(sent(&event), json!({"labels": {}}));
    send_null!(event.labels["a"]);
    assert_eq!(sent(&event), json!({"labels": {"a": null, "c": "3"}}));
    // A field of no map is what it is said to be.
    event.unknown_fields.remove("labels");
    event.start = Some(Time { date: Some("2026-01-01".to_owned()), ..Default::default() });
    event.unknown_fields.insert("start", json!({"newer": 1}));
    assert_eq!(sent(&event)["start"], json!({"newer": 1}));
}

#[test]
fn messages_inside_others_borrowed_or_boxed_have_fields_too() {
    struct Held {
        event: Event,
    }
    let mut held = Held { event: Event { kind: None, ..Default::default() } };
    let start = held.event.start.get_or_insert_default();
    send_null!(start.date);
    send_null!(start.unknown_fields);
    let original = held.event.original.get_or_insert_default();
    original.kind = None;
    send_empty!(original.labels);
    let mut boxed = Box::new(held.event.clone());
    send_null!(boxed.summary);
    send_null!(held.event.summary);
    let expected =
        json!({"start": {"date": null, "unknown_fields": null}, "original": {"labels": {}}, "summary": null});
    assert_eq!(sent(&held.event), expected);
    assert_eq!(*boxed, held.event);
}

#[test]
fn nulls_inside_values_of_any_type_pass() {
    let payload = json!({"a": null, "b": [null, {"c": null}]});
    let event = Event { payload: Some(payload.clone()), ..Default::default() };
    assert_eq!(sent(&event)["payload"], payload);
    let event: Event = decode(json!({"payload": null}).to_string().as_bytes()).expect("an event");
    assert_eq!(sent(&event)["payload"], Json::Null);
    assert!(sent(&event).get("payload").is_some());
}

#[test]
fn a_mask_names_what_is_set() {
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
    let of_other_kind = Event { kind: Some("other".to_owned()), ..Default::default() };
    assert_eq!(FieldMask::of(&of_other_kind).to_string(), "kind");
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Guest {
    Player(Player),
    Team(Team),
    Unknown(Json),
}

union! { Guest else Unknown by "id" { "player" => Player, "team" => Team } }

#[derive(Clone)]
pub struct Player {
    pub id: Option<String>,
    pub lag: Option<f64>,
    pub unknown_fields: UnknownFields,
}

message! { Player { "id" => id, "lag" => lag } }

#[derive(Clone)]
pub struct Team {
    pub id: Option<String>,
    pub size: Option<f64>,
    pub guests: Map<Vec<Guest>>,
    pub unknown_fields: UnknownFields,
}

message! { Team { "id" => id, "size" => size, "guests" => guests } }

/// What `derive` would make of a message, to compare with.
#[derive(Clone, Debug, PartialEq)]
struct Plain {
    lag: Option<f64>,
    size: Option<Option<Json>>,
    guests: BTreeMap<String, Vec<Option<f64>>>,
    unknown: BTreeMap<String, Json>,
}

#[derive(Clone)]
pub struct Full {
    pub lag: Option<f64>,
    pub size: Option<Json>,
    pub guests: Map<Vec<Player>>,
    pub unknown_fields: UnknownFields,
}

message! { Full { "lag" => lag, "size" => size, "guests" => guests } }

fn any_plain() -> impl Strategy<Value = Plain> {
    let number = || prop::option::of(prop::sample::select(vec![0.0, -0.0, 1.5, f64::NAN]));
    let json = || prop::sample::select(vec![Json::Null, json!(1), json!([])]);
    let name = || prop::sample::select(vec!["a".to_owned(), "b".to_owned()]);
    let guests = prop::collection::btree_map(name(), prop::collection::vec(number(), 0..3), 0..3);
    let unknown = prop::collection::btree_map(name(), json(), 0..2);
    (number(), prop::option::of(json().prop_map(Some)), guests, unknown)
        .prop_map(|(lag, size, guests, unknown)| Plain { lag, size, guests, unknown })
}

fn full(plain: &Plain) -> Full {
    let player = |lag: &Option<f64>| Player { lag: *lag, ..Default::default() };
    let mut full = Full {
        lag: plain.lag,
        size: plain.size.clone().flatten(),
        guests: plain.guests.iter().map(|(name, lags)| (name.clone(), lags.iter().map(player).collect())).collect(),
        ..Default::default()
    };
    for (name, value) in &plain.unknown {
        full.unknown_fields.insert(name, value.clone());
    }
    full
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn messages_are_equal_where_their_fields_are(one in any_plain(), other in any_plain()) {
        prop_assert_eq!(full(&one) == full(&other), one == other);
        prop_assert_eq!(full(&one) == full(&one), one == one.clone());
    }
}

#[test]
fn variants_of_a_union_differ_even_if_their_values_do_not() {
    let team = |size| Team { id: Some("x".to_owned()), size, ..Default::default() };
    let holding = |guest| Team { guests: Map::from([("a".to_owned(), vec![guest])]), ..team(None) };
    let player = Player { id: Some("x".to_owned()), lag: Some(1.0), ..Default::default() };
    assert_ne!(holding(Guest::Player(player.clone())), holding(Guest::Team(team(Some(1.0)))));
    assert_eq!(holding(Guest::Player(player.clone())), holding(Guest::Player(player)));
}
