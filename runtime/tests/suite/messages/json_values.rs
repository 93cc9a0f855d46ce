//! Messages from JSON values.

use discovery_runtime::decode_json;
use proptest::prelude::*;

use super::round_trip::any_json;
use super::*;

#[test]
fn decodes_a_value_like_its_text() {
    let value = json!({
        "roomId": 5, "created": "-9223372036854775808", "status": "OPEN", "type": "Infinity", "new": {"n": [1, null]},
        "participants": [{"seen": "2024-05-01T10:00:00.500Z", "avatar": "AQI=", "unknown_fields": "true"}],
        "parent": {"status": 7}, "properties": {"a": null}, "counters": {"b": ["1", 2]}, "extra": null, "rows": [[{}]],
    });
    let room: Room = decode_json(&value).expect("a room");
    assert_eq!(room, self::room(&value.to_string()));
    assert_eq!((room.kind, room.room_id.as_deref(), room.created), (None, Some("5"), Some(i64::MIN)));
    let team = json!({"id": "team", "guests": [{"id": "player", "lag": "3.500s"}, {"id": "team"}, {"id": "new"}]});
    assert_eq!(decode_json::<Team>(&team).expect("a team"), decode(team.to_string().as_bytes()).expect("a team"));
}

#[test]
fn errors_have_a_path_and_no_position() {
    let error = decode_json::<Room>(&json!({"participants": [{}, {"avatar": 5}]})).expect_err("not base64");
    assert_eq!(error.to_string(), "participants[1].avatar: expected base64, found 5");
    assert_eq!((error.path(), error.line(), error.column()), ("participants[1].avatar", 0, 0));
    let error = decode_json::<Team>(&json!({"guests": [{"id": "player", "lag": "soon"}]})).expect_err("not a duration");
    assert_eq!(error.path(), "guests[0].lag");
    assert_eq!(decode_json::<Room>(&Json::Null).expect_err("null").to_string(), "expected an object, found null");
}

#[test]
fn accepts_as_many_levels_as_in_text() {
    let mut value = json!({});
    for levels in 1..=200 {
        let text = value.to_string();
        assert_eq!(decode_json::<Json>(&value).is_ok(), decode::<Json>(text.as_bytes()).is_ok(), "{levels}");
        value = if levels % 2 == 0 { json!([1, value]) } else { json!({"a": value}) };
    }
    let error = decode_json::<Room>(&json!({"extra": value})).expect_err("too many levels");
    assert_eq!(error.to_string(), "recursion limit exceeded");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_value_is_decoded_like_its_text(value in any_json(), name in "roomId|created|status|parent|rows|type|x") {
        let value = json!({name: value});
        let text = value.to_string();
        prop_assert_eq!(decode_json::<Room>(&value).ok(), decode::<Room>(text.as_bytes()).ok());
        prop_assert_eq!(decode_json::<Json>(&value).ok(), Some(value));
    }
}
