//! The digits of numbers in unknown fields.

use proptest::prelude::*;

use super::*;

#[test]
fn unknown_fields_keep_all_digits() {
    for number in
        ["18446744073709551616", "-99999999999999999999", "1.10", "0.30000000000000004441", "1E5", "-0", "1e400"]
    {
        let json = format!(r#"{{"roomId":"a","new":{{"deep":[{number},"{number}"]}}}}"#);
        let room = room(&json);
        assert_eq!(write_without_kind(&room), json);
        assert_eq!(room.unknown_fields.text("new"), Some(format!(r#"{{"deep":[{number},"{number}"]}}"#)));
    }
}

#[test]
fn unknown_fields_of_union_members_keep_all_digits() {
    let json = r#"{"guests":[{"id":"player","big":123456789012345678901234567890}],"id":"t"}"#;
    let team: Team = decode(json.as_bytes()).expect("a team");
    assert!(matches!(team.guests.first(), Some(Guest::Player(_))));
    assert_eq!(
        serde_json::from_str::<Box<serde_json::value::RawValue>>(&write(&team)).expect("JSON").get(),
        write(&team)
    );
    assert!(write(&team).contains(r#""big":123456789012345678901234567890"#));
}

#[test]
fn numbers_of_unknown_fields_are_also_available_as_json() {
    let room = room(r#"{"big":18446744073709551616,"huge":1e400,"plain":5}"#);
    assert_eq!(room.unknown_fields.get("big"), Some(&json!(18_446_744_073_709_551_616.0)));
    assert_eq!(room.unknown_fields.get("huge"), Some(&json!("1e400")));
    assert_eq!(room.unknown_fields.text("plain").as_deref(), Some("5"));
    assert_eq!(room.unknown_fields.text("missing"), None);
}

#[test]
fn unknown_fields_with_different_digits_differ() {
    assert_ne!(room(r#"{"x":18446744073709551616}"#), room(r#"{"x":18446744073709551617}"#));
    assert_eq!(room(r#"{"x":18446744073709551616}"#), room(r#"{"x":18446744073709551616}"#));
}

#[test]
fn a_new_value_replaces_the_digits() {
    let mut room = room(r#"{"x":18446744073709551616}"#);
    assert_eq!(room.unknown_fields.insert("x", 5), Some(json!(18_446_744_073_709_551_616.0)));
    assert_eq!(write_without_kind(&room), r#"{"x":5}"#);
    assert_eq!(room.unknown_fields.text("x").as_deref(), Some("5"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn writes_any_number_back_unchanged(number in "-?(0|[1-9][0-9]{0,40})([.][0-9]{1,30})?([eE][-+]?[0-9]{1,3})?") {
        let json = format!(r#"{{"new":{number}}}"#);
        prop_assert_eq!(write_without_kind(&room(&json)), json);
    }
}
