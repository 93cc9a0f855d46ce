//! Leaves a room.
//!
//! Run it with `GAMES_TOKEN=… cargo run -p discovery-tests --example leave -- ROOM_ID`.

use games_v1::Client;
use games_v1::runtime::{Bearer, Error};
use games_v1::schemas::{RoomLeaveDiagnostics, RoomLeaveRequest, RoomLeaveRequestReason};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let token = std::env::var("GAMES_TOKEN").unwrap_or_default();
    let room_id = std::env::args().nth(1).unwrap_or_default();

    let games = Client::builder().credentials(Bearer::new(token)).build()?;
    let request = RoomLeaveRequest {
        reason: Some(RoomLeaveRequestReason::PlayerLeft),
        leave_diagnostics: Some(RoomLeaveDiagnostics { sockets_used: Some(true), ..Default::default() }),
        ..Default::default()
    };
    match games.rooms().leave(&room_id, request).language("en").send().await {
        Ok(room) => println!("{:?}", room.status),
        Err(error) if error.is_not_found() => println!("room not found: {error}"),
        Err(error) => return Err(error),
    }
    Ok(())
}
