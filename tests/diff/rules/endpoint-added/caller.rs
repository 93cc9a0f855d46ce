pub fn north() -> Option<&'static str> {
    notes_v1::Client::API.regional_url("north")
}
