//! `RoomLeaveRequest` as google-apis-rs would generate it. Current versions of google-games1 lack
//! it, because the API does.

use serde::{Deserialize, Serialize};
use serde_with::{DisplayFromStr, serde_as};

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomLeaveRequest {
    pub kind: Option<String>,
    pub leave_diagnostics: Option<RoomLeaveDiagnostics>,
    pub reason: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomLeaveDiagnostics {
    pub android_network_subtype: Option<i32>,
    pub android_network_type: Option<i32>,
    pub ios_network_type: Option<i32>,
    pub kind: Option<String>,
    pub network_operator_code: Option<String>,
    pub network_operator_name: Option<String>,
    pub peer_session: Option<Vec<PeerSessionDiagnostics>>,
    pub sockets_used: Option<bool>,
}

#[serde_as]
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PeerSessionDiagnostics {
    #[serde_as(as = "Option<DisplayFromStr>")]
    pub connected_timestamp_millis: Option<i64>,
    pub kind: Option<String>,
    pub participant_id: Option<String>,
    pub reliable_channel: Option<PeerChannelDiagnostics>,
    pub unreliable_channel: Option<PeerChannelDiagnostics>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PeerChannelDiagnostics {
    pub bytes_received: Option<AggregateStats>,
    pub bytes_sent: Option<AggregateStats>,
    pub kind: Option<String>,
    pub num_messages_lost: Option<i32>,
    pub num_messages_received: Option<i32>,
    pub num_messages_sent: Option<i32>,
    pub num_send_failures: Option<i32>,
    pub roundtrip_latency_millis: Option<AggregateStats>,
}

#[serde_as]
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AggregateStats {
    #[serde_as(as = "Option<DisplayFromStr>")]
    pub count: Option<i64>,
    pub kind: Option<String>,
    #[serde_as(as = "Option<DisplayFromStr>")]
    pub max: Option<i64>,
    #[serde_as(as = "Option<DisplayFromStr>")]
    pub min: Option<i64>,
    #[serde_as(as = "Option<DisplayFromStr>")]
    pub sum: Option<i64>,
}
