use notes_v1::schemas::Labels;

pub fn labels() -> Labels {
    vec!["one".to_owned()]
}
