//! Values that are not quite of the type that the document describes.

use super::*;

#[derive(Clone)]
struct Meta {
    label: Option<String>,
    flag: Option<bool>,
    tags: Vec<String>,
    sizes: Vec<i64>,
    colors: Vec<Status>,
    at: Option<DateTime>,
    unknown_fields: UnknownFields,
}

message! {
    Meta {
        "label" => label,
        "flag" => flag,
        "tags" => tags,
        "sizes" => sizes,
        "colors" => colors,
        "at" => at,
    }
}

#[test]
fn reads_values_that_can_be_converted_without_loss() {
    for (json, written) in [
        (r#"{"label":5}"#, r#"{"label":"5"}"#),
        (r#"{"label":true}"#, r#"{"label":"true"}"#),
        (r#"{"flag":"true"}"#, r#"{"flag":true}"#),
        (r#"{"tags":[null,"a"]}"#, r#"{"tags":["","a"]}"#),
        (r#"{"sizes":[null,"7"]}"#, r#"{"sizes":["0","7"]}"#),
        (r#"{"colors":[null,"OPEN"]}"#, r#"{"colors":["","OPEN"]}"#),
        (r#"{"tags":[1,false]}"#, r#"{"tags":["1","false"]}"#),
    ] {
        assert_eq!(write(&decode::<Meta>(json.as_bytes()).expect(json)), written);
    }
}

#[test]
fn rejects_other_values_and_names_their_path() {
    for (json, path) in [
        (r#"{"label":{"a":1}}"#, "label"),
        (r#"{"flag":1}"#, "flag"),
        (r#"{"tags":"one"}"#, "tags"),
        (r#"{"tags":["a",{}]}"#, "tags[1]"),
        (r#"{"at":""}"#, "at"),
    ] {
        assert_eq!(decode_error::<Meta>(json).path(), path, "{json}");
    }
}

#[test]
fn skips_a_byte_order_mark() {
    assert_eq!(room("\u{feff}{\"roomId\":\"a\"}").room_id.as_deref(), Some("a"));
}

#[test]
fn replaces_halves_of_surrogate_pairs() {
    let json = r#"{"roomId":"a\ud83d","new":["\ude00"],"old":"\ud83d\ude00","status":"\\ud83d"}"#;
    let room = room(json);
    assert_eq!(room.room_id.as_deref(), Some("a\u{fffd}"));
    assert_eq!(room.unknown_fields.get("new"), Some(&json!(["\u{fffd}"])));
    assert_eq!(room.unknown_fields.get("old"), Some(&json!("\u{1f600}")));
    assert_eq!(room.status.as_ref().map(Status::as_str), Some("\\ud83d"));
    let team: Team = decode(br#"{"guests":[{"id":"player","x":"\ud83d"}]}"#).expect("a team");
    assert_eq!(team.guests.len(), 1);
}
