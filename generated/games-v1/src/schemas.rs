// @generated from games-v1.json by discovery-codegen. Do not edit.

//! Messages and enums of the API.

use crate::runtime;

/// Aggregate statistics of a measurement.
#[derive(Clone)]
pub struct AggregateStats {
    /// Number of messages exchanged with the peer.
    pub count: Option<i64>,
    /// Type of the object. Always `games#aggregateStats`.
    pub kind: Option<String>,
    /// Largest measured value.
    pub max: Option<i64>,
    /// Smallest measured value.
    pub min: Option<i64>,
    /// Total size of the messages exchanged with the peer, in bytes.
    pub sum: Option<i64>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    AggregateStats {
        "count" => count,
        "kind" => kind = "games#aggregateStats",
        "max" => max,
        "min" => min,
        "sum" => sum,
    }
}

/// A player whose identity is not disclosed.
#[derive(Clone)]
pub struct AnonymousPlayer {
    /// Base URL of the player's avatar image.
    pub avatar_image_url: Option<String>,
    /// Display name of the player.
    pub display_name: Option<String>,
    /// Type of the object. Always `games#anonymousPlayer`.
    pub kind: Option<String>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    AnonymousPlayer {
        "avatarImageUrl" => avatar_image_url,
        "displayName" => display_name,
        "kind" => kind = "games#anonymousPlayer",
    }
}

/// Diagnostics of one channel to a peer.
#[derive(Clone)]
pub struct PeerChannelDiagnostics {
    /// Statistics of received bytes.
    pub bytes_received: Option<AggregateStats>,
    /// Statistics of sent bytes.
    pub bytes_sent: Option<AggregateStats>,
    /// Type of the object. Always `games#peerChannelDiagnostics`.
    pub kind: Option<String>,
    /// Number of lost messages.
    pub num_messages_lost: Option<i32>,
    /// Number of received messages.
    pub num_messages_received: Option<i32>,
    /// Number of sent messages.
    pub num_messages_sent: Option<i32>,
    /// Number of messages that could not be sent.
    pub num_send_failures: Option<i32>,
    /// Statistics of round-trip times, in milliseconds.
    pub roundtrip_latency_millis: Option<AggregateStats>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    PeerChannelDiagnostics {
        "bytesReceived" => bytes_received,
        "bytesSent" => bytes_sent,
        "kind" => kind = "games#peerChannelDiagnostics",
        "numMessagesLost" => num_messages_lost,
        "numMessagesReceived" => num_messages_received,
        "numMessagesSent" => num_messages_sent,
        "numSendFailures" => num_send_failures,
        "roundtripLatencyMillis" => roundtrip_latency_millis,
    }
}

/// Diagnostics of the session with one peer.
#[derive(Clone)]
pub struct PeerSessionDiagnostics {
    /// Time at which the connection was established, in milliseconds since the Unix epoch.
    pub connected_timestamp_millis: Option<i64>,
    /// Type of the object. Always `games#peerSessionDiagnostics`.
    pub kind: Option<String>,
    /// The peer's participant ID.
    pub participant_id: Option<String>,
    /// Diagnostics of the reliable channel.
    pub reliable_channel: Option<PeerChannelDiagnostics>,
    /// Diagnostics of the unreliable channel.
    pub unreliable_channel: Option<PeerChannelDiagnostics>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    PeerSessionDiagnostics {
        "connectedTimestampMillis" => connected_timestamp_millis,
        "kind" => kind = "games#peerSessionDiagnostics",
        "participantId" => participant_id,
        "reliableChannel" => reliable_channel,
        "unreliableChannel" => unreliable_channel,
    }
}

/// Information about the last game that a player played with the signed-in user.
#[derive(Clone)]
pub struct Played {
    /// Whether auto-matching paired the player with the signed-in user.
    pub auto_matched: Option<bool>,
    /// Type of the object. Always `games#played`.
    pub kind: Option<String>,
    /// Time at which the player last played the game, in milliseconds since the Unix epoch.
    pub time_millis: Option<i64>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    Played {
        "autoMatched" => auto_matched,
        "kind" => kind = "games#played",
        "timeMillis" => time_millis,
    }
}

/// Profile of a player.
#[derive(Clone)]
pub struct Player {
    /// Base URL of the player's avatar image.
    pub avatar_image_url: Option<String>,
    /// Display name of the player.
    pub display_name: Option<String>,
    /// Experience points and levels of the player.
    pub experience_info: Option<PlayerExperienceInfo>,
    /// Type of the object. Always `games#player`.
    pub kind: Option<String>,
    /// Information about the last game that this player played with the signed-in player. Set for
    /// players of the `PLAYED_WITH` collection.
    pub last_played_with: Option<Played>,
    /// Components of the player's name, if available.
    pub name: Option<PlayerName>,
    /// The player's ID.
    pub player_id: Option<String>,
    /// Title earned by the player through activity in games.
    pub title: Option<String>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    Player {
        "avatarImageUrl" => avatar_image_url,
        "displayName" => display_name,
        "experienceInfo" => experience_info,
        "kind" => kind = "games#player",
        "lastPlayedWith" => last_played_with,
        "name" => name,
        "playerId" => player_id,
        "title" => title,
    }
}

/// Components of the player's name, if available.
#[derive(Clone)]
pub struct PlayerName {
    /// The player's family name, also called last name.
    pub family_name: Option<String>,
    /// The player's given name, also called first name.
    pub given_name: Option<String>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    PlayerName {
        "familyName" => family_name,
        "givenName" => given_name,
    }
}

/// A player's experience points and levels.
#[derive(Clone)]
pub struct PlayerExperienceInfo {
    /// Current number of experience points.
    pub current_experience_points: Option<i64>,
    /// Level reached by the player.
    pub current_level: Option<PlayerLevel>,
    /// Type of the object. Always `games#playerExperienceInfo`.
    pub kind: Option<String>,
    /// Time at which the player last reached a new level, in milliseconds since the Unix epoch.
    pub last_level_up_timestamp_millis: Option<i64>,
    /// Next level of the player; equals `currentLevel` at the highest level.
    pub next_level: Option<PlayerLevel>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    PlayerExperienceInfo {
        "currentExperiencePoints" => current_experience_points,
        "currentLevel" => current_level,
        "kind" => kind = "games#playerExperienceInfo",
        "lastLevelUpTimestampMillis" => last_level_up_timestamp_millis,
        "nextLevel" => next_level,
    }
}

/// Level with its range of experience points.
#[derive(Clone)]
pub struct PlayerLevel {
    /// Type of the object. Always `games#playerLevel`.
    pub kind: Option<String>,
    /// Number of this level.
    pub level: Option<i32>,
    /// Upper bound of the level's experience points.
    pub max_experience_points: Option<i64>,
    /// Lower bound of the level's experience points.
    pub min_experience_points: Option<i64>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    PlayerLevel {
        "kind" => kind = "games#playerLevel",
        "level" => level,
        "maxExperiencePoints" => max_experience_points,
        "minExperiencePoints" => min_experience_points,
    }
}

/// Room for a real-time multiplayer game.
#[derive(Clone)]
pub struct Room {
    /// ID of the application played in the room.
    pub application_id: Option<String>,
    /// Conditions for filling the room by auto-matching.
    pub auto_matching_criteria: Option<RoomAutoMatchingCriteria>,
    /// Progress of auto-matching. Set only while the room is in the auto-matching queue.
    pub auto_matching_status: Option<RoomAutoMatchStatus>,
    /// Participant who created the room, and time of creation.
    pub creation_details: Option<RoomModification>,
    /// Short description of the room from the requesting player's point of view, suitable for a list of
    /// invitations.
    pub description: Option<String>,
    /// ID of the participant who invited the user. Absent if the user was not invited.
    pub inviter_id: Option<String>,
    /// Type of the object. Always `games#room`.
    pub kind: Option<String>,
    /// Participant who last modified the room, and time of modification.
    pub last_update_details: Option<RoomModification>,
    /// All participants with their statuses, including those who declined the invitation or left the
    /// room.
    pub participants: Vec<RoomParticipant>,
    /// ID of the room, unique across all games.
    pub room_id: Option<String>,
    /// Version of the status. Increases monotonically, so clients can ignore out-of-order updates.
    pub room_status_version: Option<i32>,
    /// State of the room.
    pub status: Option<RoomStatusValue>,
    /// Application-defined variant or mode of the game.
    pub variant: Option<i32>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    Room {
        "applicationId" => application_id,
        "autoMatchingCriteria" => auto_matching_criteria,
        "autoMatchingStatus" => auto_matching_status,
        "creationDetails" => creation_details,
        "description" => description,
        "inviterId" => inviter_id,
        "kind" => kind = "games#room",
        "lastUpdateDetails" => last_update_details,
        "participants" => participants,
        "roomId" => room_id,
        "roomStatusVersion" => room_status_version,
        "status" => status,
        "variant" => variant,
    }
}

/// Alias of [`RoomStatusStatus`].
///
/// These descriptions differ:
///
/// * `RoomDeleted`: Clients should hide the room. Sync calls return it as a tombstone once a player
///   has joined a room; it also represents a room that every joined participant has left.
pub type RoomStatusValue = RoomStatusStatus;

/// Progress of auto-matching for a room.
#[derive(Clone)]
pub struct RoomAutoMatchStatus {
    /// Type of the object. Always `games#roomAutoMatchStatus`.
    pub kind: Option<String>,
    /// Estimated waiting time for auto-matching, in seconds.
    pub wait_estimate_seconds: Option<i32>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    RoomAutoMatchStatus {
        "kind" => kind = "games#roomAutoMatchStatus",
        "waitEstimateSeconds" => wait_estimate_seconds,
    }
}

/// Conditions for filling a room by auto-matching.
#[derive(Clone)]
pub struct RoomAutoMatchingCriteria {
    /// Bitmask of exclusive roles. A match is valid only if the bitwise AND of all players' masks is
    /// zero.
    pub exclusive_bitmask: Option<i64>,
    /// Type of the object. Always `games#roomAutoMatchingCriteria`.
    pub kind: Option<String>,
    /// Maximum number of players to add by auto-matching.
    pub max_auto_matching_players: Option<i32>,
    /// Minimum number of players to add by auto-matching.
    pub min_auto_matching_players: Option<i32>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    RoomAutoMatchingCriteria {
        "exclusiveBitmask" => exclusive_bitmask,
        "kind" => kind = "games#roomAutoMatchingCriteria",
        "maxAutoMatchingPlayers" => max_auto_matching_players,
        "minAutoMatchingPlayers" => min_auto_matching_players,
    }
}

/// Network address of a client in a room.
#[derive(Clone)]
pub struct RoomClientAddress {
    /// Type of the object. Always `games#roomClientAddress`.
    pub kind: Option<String>,
    /// The client's XMPP address on Google's network for games.
    pub xmpp_address: Option<String>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    RoomClientAddress {
        "kind" => kind = "games#roomClientAddress",
        "xmppAddress" => xmpp_address,
    }
}

/// Diagnostics reported by a client when its player leaves a room.
#[derive(Clone)]
pub struct RoomLeaveDiagnostics {
    /// Network subtype on Android, as `NetworkInfo.getSubtype()` returns it.
    pub android_network_subtype: Option<i32>,
    /// Network type on Android, as `NetworkInfo.getType()` returns it.
    pub android_network_type: Option<i32>,
    /// Network type on iOS; `Reachability.h` defines the values.
    pub ios_network_type: Option<i32>,
    /// Type of the object. Always `games#roomLeaveDiagnostics`.
    pub kind: Option<String>,
    /// Mobile country code and mobile network code (MCC+MNC) of the client's connection. Android:
    /// `TelephonyManager.getNetworkOperator()`. iOS: `CTCarrier`.
    pub network_operator_code: Option<String>,
    /// Name of the carrier through which the client is connected. Android:
    /// `TelephonyManager.getNetworkOperatorName()`. iOS: `CTCarrier.carrierName`.
    pub network_operator_name: Option<String>,
    /// Diagnostics of every session with a peer.
    pub peer_session: Vec<PeerSessionDiagnostics>,
    /// Whether the client used sockets.
    pub sockets_used: Option<bool>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    RoomLeaveDiagnostics {
        "androidNetworkSubtype" => android_network_subtype,
        "androidNetworkType" => android_network_type,
        "iosNetworkType" => ios_network_type,
        "kind" => kind = "games#roomLeaveDiagnostics",
        "networkOperatorCode" => network_operator_code,
        "networkOperatorName" => network_operator_name,
        "peerSession" => peer_session,
        "socketsUsed" => sockets_used,
    }
}

/// Request to leave a room.
#[derive(Clone)]
pub struct RoomLeaveRequest {
    /// Type of the object. Always `games#roomLeaveRequest`.
    pub kind: Option<String>,
    /// Diagnostics from the leaving player's client.
    pub leave_diagnostics: Option<RoomLeaveDiagnostics>,
    /// Reason for leaving the room.
    pub reason: Option<RoomLeaveRequestReason>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    RoomLeaveRequest {
        "kind" => kind = "games#roomLeaveRequest",
        "leaveDiagnostics" => leave_diagnostics,
        "reason" => reason,
    }
}

/// Reason for leaving the room.
#[derive(Clone)]
#[non_exhaustive]
pub enum RoomLeaveRequestReason {
    /// The player decided to leave.
    PlayerLeft,
    /// The game took the player out of the room.
    GameLeft,
    /// The player gave up the room for another application.
    RealtimeAbandoned,
    /// The client could not connect to one or more peers.
    RealtimePeerConnectionFailure,
    /// The client could not reach the server.
    RealtimeServerConnectionFailure,
    /// The server answered the client with an error.
    RealtimeServerError,
    /// The client waited too long for a room.
    RealtimeTimeout,
    /// The client closes its connection with no earlier call of `leave`.
    RealtimeClientDisconnecting,
    /// While in the room, the user signed out of Google+.
    RealtimeSignOut,
    /// The game ended in a crash.
    RealtimeGameCrashed,
    /// The `RoomAndroidService` ended in a crash.
    RealtimeRoomServiceCrashed,
    /// A different client tries to enter a room.
    RealtimeDifferentClientRoomOperation,
    /// This client tries to enter another room.
    RealtimeSameClientRoomOperation,
    /// A value added after this crate was generated; preserved when written back.
    Unknown(runtime::UnknownValue),
}

runtime::open_enum! {
    RoomLeaveRequestReason {
        "PLAYER_LEFT" => PlayerLeft,
        "GAME_LEFT" => GameLeft,
        "REALTIME_ABANDONED" => RealtimeAbandoned,
        "REALTIME_PEER_CONNECTION_FAILURE" => RealtimePeerConnectionFailure,
        "REALTIME_SERVER_CONNECTION_FAILURE" => RealtimeServerConnectionFailure,
        "REALTIME_SERVER_ERROR" => RealtimeServerError,
        "REALTIME_TIMEOUT" => RealtimeTimeout,
        "REALTIME_CLIENT_DISCONNECTING" => RealtimeClientDisconnecting,
        "REALTIME_SIGN_OUT" => RealtimeSignOut,
        "REALTIME_GAME_CRASHED" => RealtimeGameCrashed,
        "REALTIME_ROOM_SERVICE_CRASHED" => RealtimeRoomServiceCrashed,
        "REALTIME_DIFFERENT_CLIENT_ROOM_OPERATION" => RealtimeDifferentClientRoomOperation,
        "REALTIME_SAME_CLIENT_ROOM_OPERATION" => RealtimeSameClientRoomOperation,
    }
}

/// Participant and time of a modification of a room.
#[derive(Clone)]
pub struct RoomModification {
    /// Type of the object. Always `games#roomModification`.
    pub kind: Option<String>,
    /// Time of the modification, in milliseconds since the Unix epoch.
    pub modified_timestamp_millis: Option<i64>,
    /// Participant ID of the author of the modification.
    pub participant_id: Option<String>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    RoomModification {
        "kind" => kind = "games#roomModification",
        "modifiedTimestampMillis" => modified_timestamp_millis,
        "participantId" => participant_id,
    }
}

/// A player's participation in a room.
#[derive(Clone)]
pub struct RoomParticipant {
    /// Whether auto-matching paired this participant with the requesting player.
    pub auto_matched: Option<bool>,
    /// Anonymous player, if the participant was auto-matched with the requesting player. Set instead of
    /// `player`.
    pub auto_matched_player: Option<AnonymousPlayer>,
    /// Real-time features that the participant's client supports.
    pub capabilities: Vec<String>,
    /// Address of the participant's client.
    pub client_address: Option<RoomClientAddress>,
    /// Whether the participant belongs to the fully connected peers of the room.
    pub connected: Option<bool>,
    /// ID of the participant within this room. It does not identify the player outside of this room.
    pub id: Option<String>,
    /// Type of the object. Always `games#roomParticipant`.
    pub kind: Option<String>,
    /// For a `status` of `PARTICIPANT_LEFT`, the reason for leaving.
    pub leave_reason: Option<RoomParticipantLeaveReason>,
    /// Profile of the player. Absent if the participant was auto-matched anonymously; see
    /// `autoMatchedPlayer`.
    pub player: Option<Player>,
    /// Status of the participant in the room.
    pub status: Option<RoomParticipantStatus>,
    /// Fields not described by the document; preserved when the message is written back.
    pub unknown_fields: runtime::UnknownFields,
}

runtime::message! {
    RoomParticipant {
        "autoMatched" => auto_matched,
        "autoMatchedPlayer" => auto_matched_player,
        "capabilities" => capabilities,
        "clientAddress" => client_address,
        "connected" => connected,
        "id" => id,
        "kind" => kind = "games#roomParticipant",
        "leaveReason" => leave_reason,
        "player" => player,
        "status" => status,
    }
}

/// For a `status` of `PARTICIPANT_LEFT`, the reason for leaving.
#[derive(Clone)]
#[non_exhaustive]
pub enum RoomParticipantLeaveReason {
    /// Leaving was the player's own choice.
    PlayerLeft,
    /// Leaving was the game's choice, which took the player out.
    GameLeft,
    /// The player gave up the room for another application.
    Abandoned,
    /// The client could not connect, or stay connected, to one or more peers.
    PeerConnectionFailure,
    /// The server answered the client with an error.
    ServerError,
    /// Players took too long to join and to connect; the client stopped waiting.
    Timeout,
    /// The XMPP connection of the client broke off.
    PresenceFailure,
    /// A value added after this crate was generated; preserved when written back.
    Unknown(runtime::UnknownValue),
}

runtime::open_enum! {
    RoomParticipantLeaveReason {
        "PLAYER_LEFT" => PlayerLeft,
        "GAME_LEFT" => GameLeft,
        "ABANDONED" => Abandoned,
        "PEER_CONNECTION_FAILURE" => PeerConnectionFailure,
        "SERVER_ERROR" => ServerError,
        "TIMEOUT" => Timeout,
        "PRESENCE_FAILURE" => PresenceFailure,
    }
}

/// Status of the participant in the room.
#[derive(Clone)]
#[non_exhaustive]
pub enum RoomParticipantStatus {
    /// Invited, with no answer so far.
    ParticipantInvited,
    /// In the room, by creating it or by accepting an invitation.
    ParticipantJoined,
    /// Invited, and answered with a refusal.
    ParticipantDeclined,
    /// Was in the room and is no longer.
    ParticipantLeft,
    /// A value added after this crate was generated; preserved when written back.
    Unknown(runtime::UnknownValue),
}

runtime::open_enum! {
    RoomParticipantStatus {
        "PARTICIPANT_INVITED" => ParticipantInvited,
        "PARTICIPANT_JOINED" => ParticipantJoined,
        "PARTICIPANT_DECLINED" => ParticipantDeclined,
        "PARTICIPANT_LEFT" => ParticipantLeft,
    }
}

/// State of the room.
#[derive(Clone)]
#[non_exhaustive]
pub enum RoomStatusStatus {
    /// At least one invited player has not answered.
    RoomInviting,
    /// At least one place is open for auto-matching to fill.
    RoomAutoMatching,
    /// Participants who have joined are being connected, before or after auto-matching.
    RoomConnecting,
    /// Everyone has joined, and all are connected.
    RoomActive,
    /// Everyone who had joined has left.
    RoomDeleted,
    /// A value added after this crate was generated; preserved when written back.
    Unknown(runtime::UnknownValue),
}

runtime::open_enum! {
    RoomStatusStatus {
        "ROOM_INVITING" => RoomInviting,
        "ROOM_AUTO_MATCHING" => RoomAutoMatching,
        "ROOM_CONNECTING" => RoomConnecting,
        "ROOM_ACTIVE" => RoomActive,
        "ROOM_DELETED" => RoomDeleted,
    }
}
