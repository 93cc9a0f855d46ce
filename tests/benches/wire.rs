//! Measures the wire codec, with `serde_json::Value` as the baseline.

#![allow(clippy::panic, missing_docs, reason = "benchmarks may panic and need no documentation")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use games_v1::runtime::wire::Wire;
use games_v1::runtime::{decode, encode};
use games_v1::schemas::{Room, RoomLeaveRequest};
use serde_json::{Value, json};

fn room() -> Value {
    let participant = |n: usize| {
        json!({
            "kind": "games#roomParticipant", "id": format!("p_{n}"), "status": "PARTICIPANT_JOINED",
            "connected": true, "capabilities": ["TBMP_MULTIPLAYER", "REALTIME"], "clientAddress": {
                "kind": "games#roomClientAddress", "xmppAddress": format!("client{n}@games.example/room")
            },
            "player": {
                "kind": "games#player", "playerId": format!("g{n}"), "displayName": "A player's \"name\"",
                "avatarImageUrl": "https://lh3.example/abcdefghijklmnopqrstuvwxyz", "name": {"givenName": "Ada", "familyName": "L"},
                "experienceInfo": {
                    "kind": "games#playerExperienceInfo", "currentExperiencePoints": "123456789",
                    "currentLevel": {"kind": "games#playerLevel", "level": 5, "minExperiencePoints": "1000", "maxExperiencePoints": "2000"}
                }
            }
        })
    };
    json!({
        "kind": "games#room", "roomId": "ChoKCQj7mKaK6h0QAg", "applicationId": "895237057312", "variant": 3,
        "status": "ROOM_ACTIVE", "roomStatusVersion": 12, "description": "You and three others",
        "creationDetails": {"kind": "games#roomModification", "participantId": "p_0", "modifiedTimestampMillis": "1428300000001"},
        "participants": (0..8).map(participant).collect::<Vec<_>>()
    })
}

fn leave_request() -> Value {
    let stats =
        json!({"kind": "games#aggregateStats", "min": "1", "max": "9007199254740993", "sum": "77777", "count": "12"});
    let channel = json!({
        "kind": "games#peerChannelDiagnostics", "numMessagesSent": 11, "numMessagesReceived": 12, "bytesSent": stats,
        "bytesReceived": stats, "numSendFailures": 0, "numMessagesLost": 1, "roundtripLatencyMillis": stats
    });
    let session = json!({
        "kind": "games#peerSessionDiagnostics", "participantId": "p_1", "connectedTimestampMillis": "1428300000000",
        "reliableChannel": channel, "unreliableChannel": channel
    });
    json!({
        "kind": "games#roomLeaveRequest", "reason": "REALTIME_TIMEOUT", "leaveDiagnostics": {
            "kind": "games#roomLeaveDiagnostics", "socketsUsed": true, "androidNetworkType": 1,
            "networkOperatorName": "Operator", "peerSession": vec![session; 8]
        }
    })
}

fn bench_message<M: Wire>(criterion: &mut Criterion, name: &str, value: &Value) {
    let text = value.to_string();
    let decoded: M = decode(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("decode", |bencher| bencher.iter(|| decode::<M>(text.as_bytes())));
    group.bench_function("decode as Value", |bencher| bencher.iter(|| serde_json::from_str::<Value>(&text)));
    group.bench_function("encode", |bencher| bencher.iter(|| encode(&decoded)));
    group.bench_function("encode as Value", |bencher| bencher.iter(|| serde_json::to_vec(value)));
    group.finish();
}

fn wire(criterion: &mut Criterion) {
    bench_message::<Room>(criterion, "Room", &room());
    bench_message::<RoomLeaveRequest>(criterion, "RoomLeaveRequest", &leave_request());
}

criterion_group!(benches, wire);
criterion_main!(benches);
