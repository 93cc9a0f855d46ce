//! Bodies in parts of any size.

use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// Any JSON value, with strings that contain brackets and escapes.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e300..1e300).prop_map(Value::from),
        r#"[\[\]{}",:\\\n é\u{1F600}]{0,8}"#.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(r#"[\[\]{}"\\a]{0,3}"#, inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn elements_do_not_depend_on_the_parts(values in prop::collection::vec(json(), 0..5), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&values) } else { serde_json::to_string(&values) };
        let text = text.expect("JSON").into_bytes();
        for cut in 0..=text.len() {
            let parts = [&text[..cut], &text[cut..]].map(|part| Part::Bytes(part.to_vec())).to_vec();
            let call = Call::<Json>::new(&client(Parts::default().respond(parts)), &QUERY);
            let received = block_on(call.stream().collect()).expect("values");
            // Members that are errors would end the stream; the strategy does not create any.
            prop_assert_eq!(&received, &values);
        }
    }

    #[test]
    fn an_array_that_breaks_off_is_an_error(values in prop::collection::vec(json(), 1..4), cut: prop::sample::Index) {
        let text = serde_json::to_string(&values).expect("JSON").into_bytes();
        let parts = vec![Part::Bytes(text[..1 + cut.index(text.len() - 1)].to_vec())];
        let call = Call::<Json>::new(&client(Parts::default().respond(parts)), &QUERY);
        let error = block_on(call.stream().collect()).expect_err("the array is not complete").to_string();
        prop_assert!(error.contains("ended before its last message") || error.contains("no response left"), "{}", error);
    }
}

#[tokio::test]
async fn returns_each_message_when_it_is_complete() {
    let parts = [r#"[{"id""#, r#":1}"#].map(|part| Part::Bytes(part.into())).to_vec();
    let parts = [parts, vec![Part::Broken]].concat();
    let mut stream = query(Parts::default().respond(parts)).stream();
    assert_eq!(stream.next().await.expect("a message").expect("complete").id, Some(1));
    assert!(stream.next().await.expect("an error").is_err());
}

#[tokio::test]
async fn one_message_is_in_memory() {
    // 4 MiB in messages of 64 KiB, of which the limit allows one.
    let note = format!(r#"{{"id":1,"text":"{}"}},"#, "x".repeat(64 << 10));
    let mut parts = vec![Part::Bytes(b"[".to_vec())];
    parts.extend((0..64).map(|_| Part::Bytes(note.clone().into_bytes())));
    parts.push(Part::Bytes(b"{}]".to_vec()));
    let transport = Parts::default().respond(parts);
    let limited = ClientBuilder::<Client>::new(API).transport(transport).max_response_size(128 << 10);
    let mut stream = Call::<Note>::new(&limited.build().expect("a client"), &QUERY).stream();
    let mut count = 0;
    while let Some(note) = stream.next().await {
        note.expect("a message");
        count += 1;
    }
    assert_eq!(count, 65);
}

#[tokio::test]
async fn a_message_has_a_limit() {
    let limited =
        ClientBuilder::<Client>::new(API).transport(memory(r#"[{"id":1},{"id":12345}]"#)).max_response_size(10);
    let error = Call::<Note>::new(&limited.build().expect("a client"), &QUERY).stream().collect().await;
    let error = error.expect_err("the second message is too long").to_string();
    assert_eq!(error, "notes.query (notes.example): message exceeds the limit of 10 bytes set by `max_response_size`");
}
