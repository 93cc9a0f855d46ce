//! Errors of decoding.

use super::*;

#[test]
fn rejects_null_in_maps_and_in_lists_of_messages_and_times() {
    let error = decode_error::<Room>(r#"{"participants":[{},null]}"#);
    assert_eq!((error.path(), error.message()), ("participants[1]", "expected an object, found null"));
    let error = decode_error::<Map<Vec<Timestamp>>>(r#"{"a":[],"b":[null]}"#);
    assert_eq!(error.path(), "b[0]");
    assert_eq!(decode_error::<Map<String>>(r#"{"a":null}"#).path(), "a");
    assert_eq!(decode_error::<Vec<Guest>>("[null]").path(), "[0]");
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
    assert_eq!(decode_error::<Room>(r#"{"properties":{"a.b":[]}}"#).path(), r#"properties["a.b"]"#);
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
    // The text of a union is checked before it is read.
    let json = r#"{"guests":[{"id":"team","guests":[{"id":"player","extra":[1,}]}]}"#;
    let error = decode_error::<Team>(json);
    assert_eq!((error.path(), Some(error.column())), ("guests[0]", json.find('}').map(|index| index + 1)));
}

#[test]
fn rejects_invalid_json() {
    for json in ["", "{", r#"{"parent":{"#, "{} x", "{'a':1}", r#"{"new":[1,}"#, "\u{feff}\u{feff}{}", "nul"] {
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
