//! The feature `serde`.

use discovery_runtime::FieldMask;

use super::*;

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
#[test]
fn reads_numbers_of_arbitrary_precision() {
    let exact = |digits: &str| json!({"$serde_json::private::Number": digits});
    let value = json!({"created": exact("-5"), "type": exact("1e2"), "x": exact("18446744073709551615")});
    let room: Room = serde_json::from_value(value).unwrap();
    assert_eq!((room.created, room.r#type), (Some(-5), Some(100.0)));
    assert_eq!(room.unknown_fields.get("x"), Some(&json!(u64::MAX)));
}

#[test]
fn unions_implement_serde() {
    let player = json!({"id": "player", "avatar": "AQ=="});
    let guest: Guest = serde_json::from_value(player.clone()).unwrap();
    assert!(matches!(&guest, Guest::Player(player) if player.avatar.as_deref() == Some(&[1])));
    assert_eq!(serde_json::to_value(&guest).unwrap(), player);
}
