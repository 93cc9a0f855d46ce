use notes_v1::Client;

pub fn call(client: &Client) {
    let _ = client.notes().get("id").max_size_snake("1");
}
