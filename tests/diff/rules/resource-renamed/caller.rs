use notes_v1::scopes_2_2::Get;

pub fn keep(client: &notes_v1::Client) -> Get {
    client.scopes_2().get()
}
