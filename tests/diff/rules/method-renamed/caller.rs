use notes_v1::Client;

pub fn call(client: &Client) {
    let _ = client.notes().mark_done_snake();
}
