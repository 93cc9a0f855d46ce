use notes_v1::Client;

pub fn call(client: &Client) {
    let _ = client.authors().get("id");
}
