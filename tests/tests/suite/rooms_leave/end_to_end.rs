//! Calls `rooms.leave` of the committed crate against a server on the loopback interface.

use discovery_tests::server::Server;
use games_v1::Client;
use games_v1::runtime::{Bearer, ErrorKind};
use games_v1::schemas::{
    Room, RoomLeaveRequest, RoomParticipant, RoomParticipantLeaveReason, RoomParticipantStatus, RoomStatusValue,
};
use serde_json::{Value, json};

use super::page::{REQUEST, ROOM, request};

fn client(server: &Server) -> Client {
    Client::builder().endpoint(server.url()).credentials(Bearer::new("secret-token")).build().expect("valid settings")
}

async fn server(body: &str) -> Server {
    Server::start(200, "application/json", body).await.expect("a free port")
}

fn json(text: impl AsRef<[u8]>) -> Value {
    serde_json::from_slice(text.as_ref()).expect("valid JSON")
}

#[tokio::test]
async fn sends_the_documented_request_and_decodes_the_response() {
    let server = server(ROOM).await;
    let call = client(&server).rooms().leave("room-1", request());
    let room = call.consistency_token(9_007_199_254_740_993).language("de").send().await.expect("success");

    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let sent = &requests[0];
    assert_eq!(sent.method, "POST");
    assert_eq!(sent.path, "/games/v1/rooms/room-1/leave");
    let mut query: Vec<&str> = sent.query.split('&').collect();
    query.sort_unstable();
    assert_eq!(query, ["alt=json", "consistencyToken=9007199254740993", "language=de"]);
    assert_eq!(sent.headers["authorization"], "Bearer secret-token");
    assert_eq!(sent.headers["content-type"], "application/json");
    assert_eq!(sent.headers["accept"], "application/json");
    assert!(sent.headers["user-agent"].to_str().expect("ASCII").starts_with("games-v1/"));
    assert_eq!(json(&sent.body), json(REQUEST));

    assert_eq!(room.room_id.as_deref(), Some("r_1"));
    assert_eq!(room.variant, Some(7));
    assert_eq!(room.status, Some(RoomStatusValue::RoomDeleted));
    let details = room.creation_details.expect("`creationDetails` is set");
    assert_eq!(details.modified_timestamp_millis, Some(1_428_300_000_001));
    let participant = &room.participants[0];
    assert_eq!(participant.status, Some(RoomParticipantStatus::ParticipantLeft));
    assert_eq!(participant.leave_reason, Some(RoomParticipantLeaveReason::PlayerLeft));
    assert_eq!(participant.capabilities, ["A", "B"]);
    assert_eq!(participant.connected, Some(false));
    let name = participant.player.as_ref().and_then(|player| player.name.as_ref()).expect("`player.name` is set");
    assert_eq!(name.given_name.as_deref(), Some("Ada"));
}

#[tokio::test]
async fn sends_only_what_is_set() {
    let server = server(ROOM).await;
    client(&server).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect("success");
    let sent = &server.requests()[0];
    assert_eq!(sent.query, "alt=json");
    assert_eq!(json(&sent.body), json!({"kind": "games#roomLeaveRequest"}));
}

games_v1::runtime::partial! {
    struct Left of Room {
        room_id: Option<String>,
        participants: Vec<LeftParticipant>,
    }
}

games_v1::runtime::partial! {
    struct LeftParticipant of RoomParticipant {
        leave_reason: Option<RoomParticipantLeaveReason>,
    }
}

#[tokio::test]
async fn requests_and_decodes_selected_fields() {
    let server = server(ROOM).await;
    let call = client(&server).rooms().leave("r", RoomLeaveRequest::default()).call();
    let left = call.select::<Left>().send().await.expect("success");
    assert_eq!(server.requests()[0].query, "fields=roomId%2Cparticipants%28leaveReason%29&alt=json");
    assert_eq!(left.room_id.as_deref(), Some("r_1"));
    assert_eq!(left.participants[0].leave_reason, Some(RoomParticipantLeaveReason::PlayerLeft));
}

#[tokio::test]
async fn encodes_room_id_as_one_path_segment() {
    let server = server(ROOM).await;
    client(&server).rooms().leave("a/b?c#d é", RoomLeaveRequest::default()).send().await.expect("success");
    let sent = &server.requests()[0];
    assert_eq!(sent.path, "/games/v1/rooms/a%2Fb%3Fc%23d%20%C3%A9/leave");
    assert_eq!(sent.query, "alt=json");
}

#[tokio::test]
async fn rejects_room_id_that_would_change_the_path() {
    let server = server(ROOM).await;
    for id in ["", ".", ".."] {
        let error = client(&server).rooms().leave(id, RoomLeaveRequest::default()).send().await.expect_err(id);
        assert!(matches!(error.kind(), ErrorKind::Build(_)), "{id:?}: {error}");
        assert!(error.to_string().contains("roomId"), "{id:?}: {error}");
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn preserves_fields_and_values_missing_from_the_document() {
    let newer = r#"{"kind": "games#room", "roomId": "r", "status": "ROOM_PAUSED", "mood": {"n": [1, null, "x"]},
        "participants": [{"kind": "games#roomParticipant", "id": "p", "badge": 5}]}"#;
    let server = server(newer).await;
    let room = client(&server).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect("success");
    assert_eq!(room.status.as_ref().map(RoomStatusValue::as_str), Some("ROOM_PAUSED"));
    assert!(matches!(room.status, Some(RoomStatusValue::Unknown(_))));
    assert_eq!(serde_json::to_value(&room).expect("serializable"), json(newer));
    let again: Room = serde_json::from_value(json(newer)).expect("a valid room");
    assert_eq!(again, room);
}

#[tokio::test]
async fn reports_404_as_api_error() {
    let body = r#"{"error": {"errors": [{"domain": "global", "reason": "notFound",
        "message": "No room found for ID r."}], "code": 404, "message": "No room found for ID r."}}"#;
    let server = Server::start(404, "application/json; charset=UTF-8", body).await.expect("a free port");
    let error = client(&server).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect_err("404");
    assert!(error.is_not_found());
    assert!(!error.is_retryable());
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert_eq!(error.headers().expect("headers")["content-type"], "application/json; charset=UTF-8");
    let api = error.api().expect("an error response");
    assert_eq!(api.message(), "No room found for ID r.");
    assert_eq!(api.reasons().collect::<Vec<_>>(), ["notFound"]);
    assert!(error.to_string().contains("404") && error.to_string().contains("No room found"), "{error}");
}

#[tokio::test]
async fn decode_error_names_the_field() {
    let server = server(r#"{"participants": [{"id": []}]}"#).await;
    let error = client(&server).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect_err("wrong type");
    assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("participants[0].id"), "{error}");
}

#[test]
fn debug_output_hides_the_token() {
    let client = Client::builder().credentials(Bearer::new("secret-token")).build().expect("valid settings");
    let call = client.rooms().leave("r", RoomLeaveRequest::default());
    for text in [format!("{client:?}"), format!("{call:?}")] {
        assert!(!text.contains("secret-token"), "{text}");
    }
}

#[test]
fn builds_http_request_without_sending_it() {
    let client = Client::builder().build().expect("valid settings");
    let request = client.rooms().leave("r", request()).language("en").call().request().expect("a valid request");
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://www.googleapis.com/games/v1/rooms/r/leave?language=en&alt=json");
    assert_eq!(json(request.body()), json(REQUEST));
}
