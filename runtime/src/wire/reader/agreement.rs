//! Tests that the fast reader never accepts what the other one rejects, and that it reads the same
//! values.

use proptest::prelude::*;

use super::Reader;
use crate::wire::decode::read;
use crate::wire::reading::Reading;
use crate::wire::{Json, Map, Number, UnknownFields, Wire, encode};

#[derive(Clone)]
struct Node {
    count: Option<i64>,
    names: Vec<String>,
    empty: Option<Box<Empty>>,
    next: Option<Box<Node>>,
    nodes: Vec<Node>,
    ratio: Option<f64>,
    unknown_fields: UnknownFields,
}

#[derive(Clone)]
struct Empty {
    unknown_fields: UnknownFields,
}

crate::message! { Empty {} }

crate::message! {
    Node { "count" => count, "names" => names, "empty" => empty, "next" => next, "nodes" => nodes, "ratio" => ratio }
}

fn fast<T: Wire>(text: &str) -> Option<Vec<u8>> {
    let mut value = T::empty();
    Reader::new(text).read_document(&mut value).ok().map(|()| encode(&value))
}

/// Reads a text like [`decode`](crate::decode) does after the fast reader has rejected it.
fn slow<T: Wire>(text: &str) -> Option<Vec<u8>> {
    let mut value = T::empty();
    read(&mut value, text.as_bytes(), Reading::of_json).ok().map(|_| encode(&value))
}

/// Returns an error if the readers disagree about a text.
fn compare<T: Wire>(text: &str) -> Result<(), TestCaseError> {
    if let Some(encoded) = fast::<T>(text) {
        prop_assert_eq!(Some(encoded), slow::<T>(text), "{}", text);
    }
    Ok(())
}

fn compare_all(text: &str) -> Result<(), TestCaseError> {
    compare::<Json>(text)?;
    compare::<Node>(text)?;
    compare::<Empty>(text)?;
    compare::<Vec<Empty>>(text)?;
    compare::<Map<Option<Node>>>(text)?;
    compare::<Map<Map<Json>>>(text)?;
    compare::<Vec<i64>>(text)?;
    compare::<Vec<Option<bool>>>(text)?;
    compare::<Number>(text)?;
    compare::<f64>(text)?;
    compare::<String>(text)?;
    compare::<()>(text)
}

/// Pieces of JSON texts, most of which fit `Node`.
fn text() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        any::<u64>().prop_map(|value| format!("\"{value}\"")),
        any::<f64>().prop_map(|value| format!("{value:e}")),
        "-?[0-9]{0,25}(\\.[0-9]{0,4})?([eE][+-]?[0-9]{0,3})?",
        r#""([a-zé"]|\\\\["\\\\/bfnrtux]|\\\\u[dD][8-9c-fC-F][0-9]{2}|\\\\u[0-9a-f]{3,4}|.){0,12}""#,
    ];
    scalar.prop_recursive(6, 40, 5, |inner| {
        let name = prop_oneof!["count|names|empty|next|nodes|ratio|other", "[a-z\u{1}\\\\\"]{0,4}"];
        let space = "[ \n\t\r]{0,2}";
        let field = (space, name, space, inner.clone())
            .prop_map(|(before, name, after, value)| format!("{before}\"{name}\"{after}:{before}{value}{after}"));
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(field, 0..5).prop_map(|fields| format!("{{{}}}", fields.join(","))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn both_readers_agree_on_json(text in text()) {
        compare_all(&text)?;
    }

    #[test]
    fn both_readers_agree_on_damaged_json(text in text(), position in any::<prop::sample::Index>(), byte in 0_u8..127) {
        let mut bytes = text.into_bytes();
        let position = position.index(bytes.len().max(1));
        if let Some(target) = bytes.get_mut(position) {
            *target = byte;
        }
        if let Ok(text) = String::from_utf8(bytes) {
            compare_all(&text)?;
        }
    }
}

#[test]
fn reads_the_usual_without_the_other_reader() {
    for text in [
        r#"{"count":"5","names":["a\n\u00e9\ud83d\ude00"],"next":{"ratio":0.5},"nodes":[{},{"count":-7}],"x":[1,{"y":null}]}"#,
        " { \"nodes\" : [ ] , \"next\" : null , \"ratio\" : \"NaN\" }\n",
    ] {
        assert!(fast::<Node>(text).is_some(), "{text}");
        assert_eq!(fast::<Node>(text), slow::<Node>(text));
    }
}

#[test]
fn reads_null_without_the_other_reader() {
    let text = r#"{"a":null,"b":{"x":null}}"#;
    assert!(fast::<Map<Map<Option<i64>>>>(text).is_some());
    assert_eq!(fast::<Map<Map<Option<i64>>>>(text), slow::<Map<Map<Option<i64>>>>(text));
    assert_eq!(fast::<Map<i64>>("null"), slow::<Map<i64>>("null"));
    assert_eq!((fast::<Node>("null"), fast::<Map<Node>>(text)), (None, None));
}

#[test]
fn reads_fields_in_any_order() {
    let orders = ["count", "ratio", "names"].map(|first| {
        let mut fields = [r#""count":"5""#, r#""names":["a"]"#, r#""other":1"#, r#""ratio":0.5"#];
        fields.sort_by_key(|field| (!field.contains(first), *field));
        format!("{{{}}}", fields.join(","))
    });
    for count in [1, 5, 10] {
        // The reader remembers orders in long texts only.
        let nodes = [0, 0, 1, 2, 2, 1, 0].repeat(count).into_iter().map(|order: usize| orders[order].as_str());
        let text = format!(r#"{{"nodes":[{}]}}"#, nodes.collect::<Vec<_>>().join(","));
        let node = r#"{"count":"5","names":["a"],"ratio":0.5,"other":1}"#;
        let expected = format!(r#"{{"nodes":[{}]}}"#, [node; 7].repeat(count).join(","));
        assert_eq!(fast::<Node>(&text).map(String::from_utf8), Some(Ok(expected)));
    }
}

#[test]
fn limits_levels_like_the_other_reader() {
    for levels in [126, 127, 128, 129, 300] {
        let nested = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(fast::<Json>(&nested), slow::<Json>(&nested), "{levels}");
        let unknown = format!("{{\"x\":{nested}}}");
        assert_eq!(fast::<Node>(&unknown), slow::<Node>(&unknown), "{levels}");
        let nodes = format!("{}1{}", "{\"next\":".repeat(levels), "}".repeat(levels)).replace("{\"next\":1}", "{}");
        assert_eq!(fast::<Node>(&nodes), slow::<Node>(&nodes), "{levels}");
        let empty = nodes.replace("{}", "{\"empty\":{}}");
        assert_eq!(fast::<Node>(&empty), slow::<Node>(&empty), "{levels}");
    }
}

#[test]
fn reads_messages_without_fields() {
    for text in ["{}", " { } ", r#"{"a":[1.50,{}]}"#, "{} ", "[]", "{]", "{", "{}}", "null", "1"] {
        assert_eq!(fast::<Empty>(text), slow::<Empty>(text), "{text}");
    }
    assert_eq!(fast::<Empty>(r#"{"a":[1.50,{}]}"#).as_deref(), Some(br#"{"a":[1.50,{}]}"#.as_slice()));
    assert_eq!(fast::<Vec<Empty>>("[{},{ },{}]").as_deref(), Some(b"[{},{},{}]".as_slice()));
    assert_eq!(fast::<Node>(r#"{"empty":{}}"#).as_deref(), Some(br#"{"empty":{}}"#.as_slice()));
}

#[derive(Clone)]
struct Quotes {
    quote: Option<i32>,
    backslash: Option<i32>,
    unknown_fields: UnknownFields,
}

crate::message! {
    Quotes as unknown_fields, escapes_names { "a\"b" => quote, "a\\nb" => backslash }
}

#[test]
fn compares_names_after_their_escapes() {
    for text in [r#"{"a\"b":1,"a\\nb":2}"#, r#"{"a\u0022b":1}"#] {
        assert!(fast::<Quotes>(text).is_some_and(|encoded| encoded.starts_with(br#"{"a\"b":1"#)), "{text}");
        assert_eq!(fast::<Quotes>(text), slow::<Quotes>(text), "{text}");
    }
    assert!(fast::<Quotes>(r#"{"a"b":1}"#).is_none());
    // The escape is a line break, so this is another field.
    assert_eq!(fast::<Quotes>(r#"{"a\nb":"x"}"#), slow::<Quotes>(r#"{"a\nb":"x"}"#));
    assert_eq!(fast::<Node>(r#"{"c\u006funt":"5"}"#).as_deref(), Some(br#"{"count":"5"}"#.as_slice()));
}
