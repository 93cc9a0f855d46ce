// @generated from games-v1.json by discovery-codegen. Do not edit.

//! Messages and enums of the API.

use crate::runtime;

/// Totals and extremes of something measured.
#[derive(Clone)]
pub struct AggregateStats {
    /// How many messages passed between the two peers.
    pub count: Option<i64>,
    /// Names the object's type: always `games#aggregateStats`.
    pub kind: Option<String>,
    /// Largest value measured.
    pub max: Option<i64>,
    /// Smallest value measured.
    pub min: Option<i64>,
    /// Combined size of the messages that passed between the two peers, in bytes.
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
    /// Base URL of the picture that stands for the player.
    pub avatar_image_url: Option<String>,
    /// Name under which to show the player.
    pub display_name: Option<String>,
    /// Names the object's type: always `games#anonymousPlayer`.
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
    /// Statistics of the bytes received.
    pub bytes_received: Option<AggregateStats>,
    /// Statistics of the bytes sent.
    pub bytes_sent: Option<AggregateStats>,
    /// Names the object's type: always `games#peerChannelDiagnostics`.
    pub kind: Option<String>,
    /// How many messages were lost.
    pub num_messages_lost: Option<i32>,
    /// How many messages were received.
    pub num_messages_received: Option<i32>,
    /// How many messages were sent.
    pub num_messages_sent: Option<i32>,
    /// How many times sending failed.
    pub num_send_failures: Option<i32>,
    /// Statistics of the round-trip times, in milliseconds.
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
    /// Time of the connection, in milliseconds.
    pub connected_timestamp_millis: Option<i64>,
    /// Names the object's type: always `games#peerSessionDiagnostics`.
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

/// When a player last played with the signed-in user, and how they met.
#[derive(Clone)]
pub struct Played {
    /// Whether auto-matching brought the player together with the signed-in user.
    pub auto_matched: Option<bool>,
    /// Names the object's type: always `games#played`.
    pub kind: Option<String>,
    /// When the player last played the game, as milliseconds from the Unix epoch (UTC).
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

/// A player and what is known of them.
#[derive(Clone)]
pub struct Player {
    /// Base URL of the player's picture.
    pub avatar_image_url: Option<String>,
    /// Name under which to show the player.
    pub display_name: Option<String>,
    /// The player's experience points and levels in Play Games.
    pub experience_info: Option<PlayerExperienceInfo>,
    /// Names the object's type: always `games#player`.
    pub kind: Option<String>,
    /// When this player and the signed-in player last met in a multiplayer game. Set for members of the
    /// `PLAYED_WITH` collection of players.
    pub last_played_with: Option<Played>,
    /// The parts of the name, which not every player has.
    pub name: Option<PlayerName>,
    /// The player's ID.
    pub player_id: Option<String>,
    /// Title that the player has earned through activity in games.
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

/// The parts of the name, which not every player has.
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
    /// How many experience points the player has now.
    pub current_experience_points: Option<i64>,
    /// Level that the player has reached.
    pub current_level: Option<PlayerLevel>,
    /// Names the object's type: always `games#playerExperienceInfo`.
    pub kind: Option<String>,
    /// When the player last reached a new level, as milliseconds from the Unix epoch (UTC).
    pub last_level_up_timestamp_millis: Option<i64>,
    /// Level that comes after the current one; at the highest level, expected to equal `currentLevel`.
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

/// A level, and the range of experience points that belongs to it.
#[derive(Clone)]
pub struct PlayerLevel {
    /// Names the object's type: always `games#playerLevel`.
    pub kind: Option<String>,
    /// Number of the level.
    pub level: Option<i32>,
    /// Upper end of the level's range of experience points.
    pub max_experience_points: Option<i64>,
    /// Lower end of the level's range of experience points.
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

/// A room in which participants play with one another in real time.
#[derive(Clone)]
pub struct Room {
    /// ID of the application that is played in the room.
    pub application_id: Option<String>,
    /// Rules by which auto-matching finds players for the room.
    pub auto_matching_criteria: Option<RoomAutoMatchingCriteria>,
    /// Progress of auto-matching; absent unless the room waits in its queue.
    pub auto_matching_status: Option<RoomAutoMatchStatus>,
    /// Who created the room, and when.
    pub creation_details: Option<RoomModification>,
    /// Short text by the server, written from the requesting player's point of view, for showing the
    /// room (an invitation to it) in a list.
    pub description: Option<String>,
    /// ID of the participant who invited the user; absent if nobody did.
    pub inviter_id: Option<String>,
    /// Names the object's type: always `games#room`.
    pub kind: Option<String>,
    /// Who last changed the room, and when.
    pub last_update_details: Option<RoomModification>,
    /// Everyone involved in the room, with their statuses; those who declined or have left are
    /// included.
    pub participants: Vec<RoomParticipant>,
    /// The room's globally unique ID.
    pub room_id: Option<String>,
    /// Version of the status. It only grows, so a client can drop updates that arrive late.
    pub room_status_version: Option<i32>,
    /// State that the room is in.
    pub status: Option<RoomStatusValue>,
    /// Variant or mode of the application that is played: any integer, or absent.
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

/// State that the room is in.
#[derive(Clone)]
#[non_exhaustive]
pub enum RoomStatusValue {
    /// At least one invited player has not answered.
    RoomInviting,
    /// At least one place is open for auto-matching to fill.
    RoomAutoMatching,
    /// Those who have joined are being connected, be it before auto-matching or after.
    RoomConnecting,
    /// Everyone has joined, and all are connected.
    RoomActive,
    /// Clients should hide the room. Sync calls return it as a tombstone once a player has joined a
    /// room; it also stands for a room that every joined participant has left.
    RoomDeleted,
    /// A value added after this crate was generated; preserved when written back.
    Unknown(runtime::UnknownValue),
}

runtime::open_enum! {
    RoomStatusValue {
        "ROOM_INVITING" => RoomInviting,
        "ROOM_AUTO_MATCHING" => RoomAutoMatching,
        "ROOM_CONNECTING" => RoomConnecting,
        "ROOM_ACTIVE" => RoomActive,
        "ROOM_DELETED" => RoomDeleted,
    }
}

/// Progress of auto-matching for a room.
#[derive(Clone)]
pub struct RoomAutoMatchStatus {
    /// Names the object's type: always `games#roomAutoMatchStatus`.
    pub kind: Option<String>,
    /// Estimate of how long auto-matching takes, in seconds.
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

/// Rules by which auto-matching finds players for a room.
#[derive(Clone)]
pub struct RoomAutoMatchingCriteria {
    /// Bitmask for roles that exclude one another: a match is valid only if this mask and those of the
    /// others, combined with AND, give zero.
    pub exclusive_bitmask: Option<i64>,
    /// Names the object's type: always `games#roomAutoMatchingCriteria`.
    pub kind: Option<String>,
    /// Largest number of players for auto-matching to add.
    pub max_auto_matching_players: Option<i32>,
    /// Smallest number of players for auto-matching to add.
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

/// Address of a client, for setting up a room.
#[derive(Clone)]
pub struct RoomClientAddress {
    /// Names the object's type: always `games#roomClientAddress`.
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

/// What a client reports when its player leaves a room.
#[derive(Clone)]
pub struct RoomLeaveDiagnostics {
    /// Network subtype on Android, as `NetworkInfo.getSubtype()` returns it.
    pub android_network_subtype: Option<i32>,
    /// Network type on Android, as `NetworkInfo.getType()` returns it.
    pub android_network_type: Option<i32>,
    /// Network type on iOS; `Reachability.h` defines the values.
    pub ios_network_type: Option<i32>,
    /// Names the object's type: always `games#roomLeaveDiagnostics`.
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
    /// Names the object's type: always `games#roomLeaveRequest`.
    pub kind: Option<String>,
    /// Diagnostics from the leaving player's client.
    pub leave_diagnostics: Option<RoomLeaveDiagnostics>,
    /// Why the player leaves.
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

/// Why the player leaves.
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

/// Who changed a room, and when.
#[derive(Clone)]
pub struct RoomModification {
    /// Names the object's type: always `games#roomModification`.
    pub kind: Option<String>,
    /// When the participant changed the room, as milliseconds from the Unix epoch (UTC).
    pub modified_timestamp_millis: Option<i64>,
    /// ID of the participant who changed the room.
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
    /// Whether auto-matching brought this participant together with the requesting player.
    pub auto_matched: Option<bool>,
    /// The player, if matched with the requesting player anonymously. Set instead of `player`.
    pub auto_matched_player: Option<AnonymousPlayer>,
    /// What communication with this participant can make use of.
    pub capabilities: Vec<String>,
    /// Address of the participant's client.
    pub client_address: Option<RoomClientAddress>,
    /// Whether the participant is one of the fully connected peers of the room.
    pub connected: Option<bool>,
    /// ID of the participant within this room. In other rooms, or elsewhere, it does not identify the
    /// player.
    pub id: Option<String>,
    /// Names the object's type: always `games#roomParticipant`.
    pub kind: Option<String>,
    /// For a `status` of `PARTICIPANT_LEFT`, the reason for leaving.
    pub leave_reason: Option<RoomParticipantLeaveReason>,
    /// The player, unless matched with the requesting player anonymously: `autoMatchedPlayer` is set
    /// then.
    pub player: Option<Player>,
    /// The participant's relation to the room.
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

/// The participant's relation to the room.
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
