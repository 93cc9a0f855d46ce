use notes_v1::notes::GetAll;

pub fn keep(client: &notes_v1::Client) -> GetAll {
    client.notes().get_all()
}
