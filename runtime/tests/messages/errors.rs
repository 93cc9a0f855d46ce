//! Errors of decoding.

use super::*;

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
