//! `rooms.leave`, from the generated crate to a server and back: the bytes that arrive are the reference page's.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may")]

use discovery_tests::server::Server;
use games_v1::Client;
use games_v1::runtime::{Bearer, ErrorKind};
use games_v1::schemas::{
    AggregateStats, PeerChannelDiagnostics, PeerSessionDiagnostics, Room, RoomLeaveDiagnostics, RoomLeaveRequest,
    RoomLeaveRequestReason, RoomParticipantLeaveReason, RoomParticipantStatus, RoomStatusValue,
};
use serde_json::{Value, json};

/// Every nested field of the page, with values that no two of them share. Typed by hand from the page.
const BODY: &str = r#"{
  "kind": "games#roomLeaveRequest",
  "reason": "REALTIME_PEER_CONNECTION_FAILURE",
  "leaveDiagnostics": {
    "kind": "games#roomLeaveDiagnostics",
    "socketsUsed": true,
    "androidNetworkType": 1,
    "androidNetworkSubtype": 2,
    "iosNetworkType": 3,
    "networkOperatorName": "Operator",
    "networkOperatorCode": "26201",
    "peerSession": [
      {
        "kind": "games#peerSessionDiagnostics",
        "participantId": "p_1",
        "connectedTimestampMillis": "1428300000000",
        "reliableChannel": {
          "kind": "games#peerChannelDiagnostics",
          "numMessagesSent": 11,
          "numMessagesReceived": 12,
          "bytesSent": {"kind": "games#aggregateStats", "min": "101", "max": "102", "sum": "103", "count": "104"},
          "bytesReceived": {"kind": "games#aggregateStats", "min": "111", "max": "112", "sum": "113", "count": "114"},
          "numSendFailures": 13,
          "numMessagesLost": 14,
          "roundtripLatencyMillis": {"kind": "games#aggregateStats", "min": "121", "max": "122", "sum": "123", "count": "124"}
        },
        "unreliableChannel": {
          "kind": "games#peerChannelDiagnostics",
          "numMessagesSent": 21,
          "numMessagesReceived": 22,
          "bytesSent": {"kind": "games#aggregateStats", "min": "-9223372036854775808", "max": "9223372036854775807", "sum": "203", "count": "204"},
          "bytesReceived": {"kind": "games#aggregateStats", "min": "211", "max": "212", "sum": "213", "count": "214"},
          "numSendFailures": 23,
          "numMessagesLost": 24,
          "roundtripLatencyMillis": {"kind": "games#aggregateStats", "min": "221", "max": "222", "sum": "223", "count": "224"}
        }
      }
    ]
  }
}"#;

fn stats(min: i64, max: i64, sum: i64, count: i64) -> Option<AggregateStats> {
    Some(AggregateStats { min: Some(min), max: Some(max), sum: Some(sum), count: Some(count), ..Default::default() })
}

/// The same as [`BODY`], as a caller writes it: no `kind` is typed.
fn request() -> RoomLeaveRequest {
    let reliable = PeerChannelDiagnostics {
        num_messages_sent: Some(11),
        num_messages_received: Some(12),
        bytes_sent: stats(101, 102, 103, 104),
        bytes_received: stats(111, 112, 113, 114),
        num_send_failures: Some(13),
        num_messages_lost: Some(14),
        roundtrip_latency_millis: stats(121, 122, 123, 124),
        ..Default::default()
    };
    let unreliable = PeerChannelDiagnostics {
        num_messages_sent: Some(21),
        num_messages_received: Some(22),
        bytes_sent: stats(i64::MIN, i64::MAX, 203, 204),
        bytes_received: stats(211, 212, 213, 214),
        num_send_failures: Some(23),
        num_messages_lost: Some(24),
        roundtrip_latency_millis: stats(221, 222, 223, 224),
        ..Default::default()
    };
    RoomLeaveRequest {
        reason: Some(RoomLeaveRequestReason::RealtimePeerConnectionFailure),
        leave_diagnostics: Some(RoomLeaveDiagnostics {
            sockets_used: Some(true),
            android_network_type: Some(1),
            android_network_subtype: Some(2),
            ios_network_type: Some(3),
            network_operator_name: Some("Operator".to_owned()),
            network_operator_code: Some("26201".to_owned()),
            peer_session: vec![PeerSessionDiagnostics {
                participant_id: Some("p_1".to_owned()),
                connected_timestamp_millis: Some(1_428_300_000_000),
                reliable_channel: Some(reliable),
                unreliable_channel: Some(unreliable),
                ..Default::default()
            }],
            ..Default::default()
        }),
        ..Default::default()
    }
}

const ROOM: &str = r#"{
  "kind": "games#room",
  "roomId": "r_1",
  "applicationId": "app",
  "variant": 7,
  "status": "ROOM_DELETED",
  "roomStatusVersion": 3,
  "creationDetails": {"kind": "games#roomModification", "participantId": "p_1", "modifiedTimestampMillis": "1428300000001"},
  "participants": [
    {
      "kind": "games#roomParticipant",
      "id": "p_1",
      "status": "PARTICIPANT_LEFT",
      "leaveReason": "PLAYER_LEFT",
      "connected": false,
      "capabilities": ["A", "B"],
      "player": {"playerId": "g1", "name": {"givenName": "Ada", "familyName": "Lovelace"}}
    }
  ]
}"#;

fn client(server: &Server) -> Client {
    Client::builder().endpoint(server.url()).credentials(Bearer::new("secret-token")).build().expect("a client")
}

fn json(text: impl AsRef<[u8]>) -> Value {
    serde_json::from_slice(text.as_ref()).expect("JSON")
}

#[tokio::test]
async fn what_arrives_is_what_the_page_says() {
    let server = Server::start(200, "application/json", ROOM).await.expect("a server");
    let room = client(&server)
        .rooms()
        .leave("room-1", request())
        .consistency_token(9_007_199_254_740_993)
        .language("de")
        .send()
        .await
        .expect("a room");

    let arrived = server.arrived();
    assert_eq!(arrived.len(), 1);
    let arrived = &arrived[0];
    assert_eq!(arrived.method, "POST");
    assert_eq!(arrived.path, "/games/v1/rooms/room-1/leave");
    let mut query: Vec<&str> = arrived.query.split('&').collect();
    query.sort_unstable();
    assert_eq!(query, ["alt=json", "consistencyToken=9007199254740993", "language=de"]);
    assert_eq!(arrived.headers["authorization"], "Bearer secret-token");
    assert_eq!(arrived.headers["content-type"], "application/json");
    assert_eq!(arrived.headers["accept"], "application/json");
    assert!(arrived.headers["user-agent"].to_str().expect("text").starts_with("games-v1/"));
    assert_eq!(json(&arrived.body), json(BODY));

    assert_eq!(room.room_id.as_deref(), Some("r_1"));
    assert_eq!(room.variant, Some(7));
    assert_eq!(room.status, Some(RoomStatusValue::RoomDeleted));
    assert_eq!(room.creation_details.expect("details").modified_timestamp_millis, Some(1_428_300_000_001));
    let participant = &room.participants[0];
    assert_eq!(participant.status, Some(RoomParticipantStatus::ParticipantLeft));
    assert_eq!(participant.leave_reason, Some(RoomParticipantLeaveReason::PlayerLeft));
    assert_eq!(participant.capabilities, ["A", "B"]);
    assert_eq!(participant.connected, Some(false));
    let name = participant.player.as_ref().and_then(|player| player.name.as_ref()).expect("a name");
    assert_eq!(name.given_name.as_deref(), Some("Ada"));
}

#[tokio::test]
async fn a_request_without_options_has_no_needless_parts() {
    let server = Server::start(200, "application/json", ROOM).await.expect("a server");
    client(&server).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect("a room");
    let arrived = &server.arrived()[0];
    assert_eq!(arrived.query, "alt=json");
    assert_eq!(json(&arrived.body), json!({"kind": "games#roomLeaveRequest"}));
}

#[tokio::test]
async fn any_room_id_is_one_segment() {
    let server = Server::start(200, "application/json", ROOM).await.expect("a server");
    client(&server).rooms().leave("a/b?c#d é", RoomLeaveRequest::default()).send().await.expect("a room");
    assert_eq!(server.arrived()[0].path, "/games/v1/rooms/a%2Fb%3Fc%23d%20%C3%A9/leave");
    assert_eq!(server.arrived()[0].query, "alt=json");
}

#[tokio::test]
async fn a_room_id_that_would_change_the_path_is_refused_before_anything_is_sent() {
    let server = Server::start(200, "application/json", ROOM).await.expect("a server");
    for id in ["", ".", ".."] {
        let error = client(&server).rooms().leave(id, RoomLeaveRequest::default()).send().await.expect_err("refused");
        assert!(matches!(error.kind(), ErrorKind::Build(_)), "{id:?}: {error}");
        assert!(error.to_string().contains("roomId"), "{id:?}: {error}");
    }
    assert_eq!(server.arrived().len(), 0);
}

#[tokio::test]
async fn what_the_document_does_not_know_survives() {
    let newer = r#"{"kind": "games#room", "roomId": "r", "status": "ROOM_PAUSED", "mood": {"n": [1, null, "x"]}, "participants": [{"kind": "games#roomParticipant", "id": "p", "badge": 5}]}"#;
    let server = Server::start(200, "application/json", newer).await.expect("a server");
    let room = client(&server).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect("a room");
    assert_eq!(room.status.as_ref().map(RoomStatusValue::as_str), Some("ROOM_PAUSED"));
    assert!(matches!(room.status, Some(RoomStatusValue::Unknown(_))));
    assert_eq!(serde_json::to_value(&room).expect("JSON"), json(newer));
    let again: Room = serde_json::from_value(json(newer)).expect("a room");
    assert_eq!(again, room);
}

#[tokio::test]
async fn a_404_is_a_typed_error() {
    let body = r#"{"error": {"errors": [{"domain": "global", "reason": "notFound", "message": "No room found for ID r."}], "code": 404, "message": "No room found for ID r."}}"#;
    let server = Server::start(404, "application/json; charset=UTF-8", body).await.expect("a server");
    let error = client(&server).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect_err("an error");
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
async fn a_truncated_answer_names_the_field() {
    let server = Server::start(200, "application/json", r#"{"participants": [{"id": 5}]}"#).await.expect("a server");
    let error = client(&server).rooms().leave("r", RoomLeaveRequest::default()).send().await.expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("participants[0].id"), "{error}");
}

#[test]
fn nothing_prints_the_token() {
    let client = Client::builder().credentials(Bearer::new("secret-token")).build().expect("a client");
    let call = client.rooms().leave("r", RoomLeaveRequest::default());
    for text in [format!("{client:?}"), format!("{call:?}")] {
        assert!(!text.contains("secret-token"), "{text}");
    }
}

#[test]
fn a_request_can_be_had_without_sending_it() {
    let client = Client::builder().build().expect("a client");
    let request = client.rooms().leave("r", request()).language("en").request().expect("a request");
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://www.googleapis.com/games/v1/rooms/r/leave?language=en&alt=json");
    assert_eq!(json(request.body()), json(BODY));
}
