//! `Debug` output.

use super::*;

#[test]
fn debug_omits_unset_fields() {
    let room = room(
        r#"{"roomId":"a","status":"OPEN","participants":[{"id":"1"}],"parent":{"kind":"p"},"properties":{"k":null},
            "type":1,"x":1}"#,
    );
    assert_eq!(
        format!("{room:?}"),
        r#"Room { room_id: Some("a"), status: Some("OPEN"), participants: [Participant { id: Some("1") }], parent: Some(Room { kind: Some("p") }), properties: {"k": None}, type: Some(1.0), unknown_fields: {"x": Number(1)} }"#
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
        r#"Team { guests: [Player(Participant { id: Some("player"), lag: Some(1s) }), Unknown(Object {"id": String("other")})] }"#
    );
}
