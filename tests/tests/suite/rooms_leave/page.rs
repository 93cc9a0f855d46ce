//! The request and the response of `games.rooms.leave` as its reference page shows them.

use games_v1::schemas::{
    AggregateStats, PeerChannelDiagnostics, PeerSessionDiagnostics, RoomLeaveDiagnostics, RoomLeaveRequest,
    RoomLeaveRequestReason,
};

/// A request body with every field of the reference page, copied by hand. Each number occurs once,
/// so that swapped fields are noticed.
pub(crate) const REQUEST: &str = r#"{
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

/// Returns the message for [`REQUEST`] as a caller writes it: without any `kind`.
pub(crate) fn request() -> RoomLeaveRequest {
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

/// A response body.
pub(crate) const ROOM: &str = r#"{
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
