//! Fields that are `null`.

use discovery_runtime::NullValue;

use super::*;

#[derive(Clone)]
struct Value {
    null_value: Option<NullValue>,
    string_value: Option<String>,
    unknown_fields: UnknownFields,
}

message! { Value { "nullValue" => null_value, "stringValue" => string_value } }

#[test]
fn keeps_null_values_and_writes_them_back() {
    let null: Value = decode(br#"{"nullValue":null}"#).expect("a value");
    assert_eq!((null.null_value, &null.string_value), (Some(NullValue), &None));
    assert_eq!(write(&null), r#"{"nullValue":null}"#);
    assert_eq!(write(&decode::<Value>(br#"{"nullValue":"NULL_VALUE"}"#).expect("a value")), r#"{"nullValue":null}"#);
    assert_eq!(write(&decode::<Value>(br#"{"stringValue":"a"}"#).expect("a value")), r#"{"stringValue":"a"}"#);
    assert_ne!(null, Value::default());
    assert_eq!(discovery_runtime::FieldMask::of(&null).to_string(), "nullValue");
    assert_eq!(decode_error::<Value>(r#"{"nullValue":"none"}"#).path(), "nullValue");
}
