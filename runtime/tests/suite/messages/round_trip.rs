//! Random values.

use proptest::prelude::*;

use super::*;

pub(crate) fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_filter("JSON numbers are finite", |value| value.is_finite()).prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn round_trips_any_json(value in any_json()) {
        let text = value.to_string();
        prop_assert_eq!(write(&decode::<Json>(text.as_bytes()).unwrap()), text);
    }

    #[test]
    fn round_trips_messages_with_unknown_fields(
        unknown in prop::collection::btree_map("x[a-z\u{e9}\".]{0,6}", any_json(), 0..6),
        created in any::<i64>(),
        extra in any_json(),
        properties in prop::collection::btree_map(any::<String>(), prop::option::of(any::<String>()), 1..4),
    ) {
        let mut value: Json = unknown.into_iter().collect();
        value["kind"] = json!("k");
        value["created"] = json!(created.to_string());
        value["extra"] = extra.clone();
        value["parent"] = json!({"kind": "p", "xother": extra});
        value["properties"] = json!(properties);
        let room: Room = decode(value.to_string().as_bytes()).unwrap();
        prop_assert_eq!(serde_json::from_slice::<Json>(&encode(&room)).unwrap(), value);
        prop_assert_eq!(decode::<Room>(&encode(&room)).unwrap(), room);
    }

    #[test]
    fn round_trips_floats(double in any::<f64>(), single in any::<f32>()) {
        prop_assume!(!double.is_nan() && !single.is_nan());
        prop_assert_eq!(decode::<f64>(&encode(&double)).unwrap().to_bits(), double.to_bits());
        prop_assert_eq!(decode::<f32>(&encode(&single)).unwrap().to_bits(), single.to_bits());
    }

    #[test]
    fn round_trips_bytes_durations_and_timestamps(
        bytes in any::<Vec<u8>>(),
        seconds in -315_576_000_000_i64..=315_576_000_000,
        nanos in 0_i32..1_000_000_000,
    ) {
        prop_assert_eq!(decode::<Vec<u8>>(&encode(&bytes)).unwrap(), bytes);
        let duration = Duration::new(seconds, nanos).unwrap_or(Duration::MIN);
        prop_assert_eq!(decode::<Duration>(&encode(&duration)).unwrap(), duration);
        let time = Timestamp::from_unix(seconds % 60_000_000_000, u32::try_from(nanos).unwrap()).unwrap();
        prop_assert_eq!(decode::<Timestamp>(&encode(&time)).unwrap(), time);
    }

    #[test]
    fn never_panics_on_any_input(text in any::<String>(), bytes in any::<Vec<u8>>()) {
        let _ = (decode::<Room>(text.as_bytes()), decode::<Json>(&bytes), decode::<Vec<Room>>(&bytes));
        for quoted in [json!(text).to_string(), text] {
            let _ = (decode::<Timestamp>(quoted.as_bytes()), decode::<DateTime>(quoted.as_bytes()));
            let _ = (decode::<Duration>(quoted.as_bytes()), decode::<Vec<u8>>(quoted.as_bytes()), decode::<i64>(quoted.as_bytes()));
        }
    }
}
