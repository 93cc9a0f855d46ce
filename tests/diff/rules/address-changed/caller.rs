pub fn address() -> &'static str {
    notes_v1::Client::API.root_url()
}
