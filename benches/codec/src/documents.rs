//! JSON as the servers send it: members in their order, with the usual optional ones.

use serde_json::{Value, json};

pub fn instance_list(count: usize) -> Value {
    json!({
        "kind": "compute#instanceList",
        "id": "projects/example-project/zones/europe-west1-b/instances",
        "items": (0..count).map(instance).collect::<Vec<_>>(),
        "selfLink": "https://www.googleapis.com/compute/v1/projects/example-project/zones/europe-west1-b/instances"
    })
}

fn instance(n: usize) -> Value {
    let zone = "https://www.googleapis.com/compute/v1/projects/example-project/zones/europe-west1-b";
    let region = "https://www.googleapis.com/compute/v1/projects/example-project/regions/europe-west1";
    json!({
        "kind": "compute#instance",
        "id": (4_812_345_678_901_234_567_u64 + n as u64 * 977).to_string(),
        "creationTimestamp": "2024-05-01T03:04:05.678-07:00",
        "name": format!("worker-{n}"),
        "tags": {"items": ["http-server", "https-server"], "fingerprint": "6smc4R4d39I="},
        "machineType": format!("{zone}/machineTypes/e2-standard-4"),
        "status": "RUNNING",
        "zone": zone,
        "canIpForward": false,
        "networkInterfaces": [{
            "kind": "compute#networkInterface",
            "network": "https://www.googleapis.com/compute/v1/projects/example-project/global/networks/default",
            "subnetwork": format!("{region}/subnetworks/default"),
            "networkIP": format!("10.132.{}.{}", n / 250, n % 250 + 2),
            "name": "nic0",
            "accessConfigs": [{
                "kind": "compute#accessConfig", "type": "ONE_TO_ONE_NAT", "name": "External NAT",
                "natIP": format!("203.0.113.{}", n % 250), "networkTier": "PREMIUM"
            }],
            "fingerprint": "q83vEjRWeJA=",
            "stackType": "IPV4_ONLY"
        }],
        "disks": [{
            "kind": "compute#attachedDisk", "type": "PERSISTENT", "mode": "READ_WRITE",
            "source": format!("{zone}/disks/worker-{n}"),
            "deviceName": "persistent-disk-0", "index": 0, "boot": true, "autoDelete": true,
            "licenses": ["https://www.googleapis.com/compute/v1/projects/debian-cloud/global/licenses/debian-12-bookworm"],
            "interface": "SCSI",
            "guestOsFeatures": [{"type": "UEFI_COMPATIBLE"}, {"type": "VIRTIO_SCSI_MULTIQUEUE"}, {"type": "GVNIC"}],
            "diskSizeGb": "50", "architecture": "X86_64"
        }],
        "metadata": {
            "kind": "compute#metadata", "fingerprint": "YWJjZGVmZ2g=",
            "items": [{"key": "startup-script", "value": "#!/bin/bash\napt-get update\napt-get install -y nginx\n"}]
        },
        "serviceAccounts": [{
            "email": "123456789012-compute@developer.gserviceaccount.com",
            "scopes": ["https://www.googleapis.com/auth/devstorage.read_only", "https://www.googleapis.com/auth/logging.write"]
        }],
        "selfLink": format!("{zone}/instances/worker-{n}"),
        "scheduling": {
            "onHostMaintenance": "MIGRATE", "automaticRestart": true, "preemptible": false, "provisioningModel": "STANDARD"
        },
        "cpuPlatform": "Intel Broadwell",
        "labels": {"environment": "production", "team": "search"},
        "labelFingerprint": "42WmSpB8rSM=",
        "startRestricted": false,
        "deletionProtection": false,
        "shieldedInstanceConfig": {"enableSecureBoot": false, "enableVtpm": true, "enableIntegrityMonitoring": true},
        "shieldedInstanceIntegrityPolicy": {"updateAutoLearnPolicy": true},
        "fingerprint": "Zm9vYmFyYmE=",
        "lastStartTimestamp": "2024-05-01T03:04:15.123-07:00"
    })
}

pub fn file_list(count: usize) -> Value {
    json!({
        "kind": "drive#fileList",
        "incompleteSearch": false,
        "nextPageToken": "~!!~AI9FV7Qexample",
        "files": (0..count).map(file).collect::<Vec<_>>()
    })
}

fn file(n: usize) -> Value {
    let id = format!("1A{n:05}BcDeFgHiJkLmNoPqRsTuVwXyZ");
    let user = json!({
        "kind": "drive#user", "displayName": "Ada Lovelace", "me": true, "permissionId": "01234567890123456789",
        "emailAddress": "ada@example.com", "photoLink": "https://lh3.googleusercontent.com/a/default-user=s64"
    });
    json!({
        "kind": "drive#file",
        "copyRequiresWriterPermission": false,
        "writersCanShare": true,
        "viewedByMe": true,
        "mimeType": "application/pdf",
        "parents": ["0AExampleFolderId"],
        "thumbnailLink": format!("https://lh3.googleusercontent.com/drive-storage/{id}=s220"),
        "iconLink": "https://drive-thirdparty.googleusercontent.com/16/type/application/pdf",
        "shared": false,
        "lastModifyingUser": user,
        "owners": [user],
        "headRevisionId": "0B1aBcDeFgHiJkLmNoPqRsTuVwXyZ",
        "webViewLink": format!("https://drive.google.com/file/d/{id}/view?usp=drivesdk"),
        "webContentLink": format!("https://drive.google.com/uc?id={id}&export=download"),
        "size": (100_000 + n * 37).to_string(),
        "viewersCanCopyContent": true,
        "permissions": [{
            "id": "01234567890123456789", "displayName": "Ada Lovelace", "type": "user", "kind": "drive#permission",
            "photoLink": "https://lh3.googleusercontent.com/a/default-user=s64", "emailAddress": "ada@example.com",
            "role": "owner", "deleted": false, "pendingOwner": false
        }],
        "hasThumbnail": true,
        "spaces": ["drive"],
        "id": id,
        "name": format!("Report \"{n}\" – final.pdf"),
        "starred": false,
        "trashed": false,
        "explicitlyTrashed": false,
        "createdTime": "2024-05-01T10:00:00.123Z",
        "modifiedTime": "2024-05-02T11:12:13.456Z",
        "quotaBytesUsed": (100_000 + n * 37).to_string(),
        "version": "42",
        "originalFilename": "report.pdf",
        "ownedByMe": true,
        "fullFileExtension": "pdf",
        "properties": {"origin": "scanner"},
        "capabilities": {
            "canEdit": true, "canComment": true, "canShare": true, "canCopy": true, "canDownload": true,
            "canDelete": true, "canRename": true, "canTrash": true, "canReadRevisions": true
        },
        "md5Checksum": "d41d8cd98f00b204e9800998ecf8427e",
        "modifiedByMe": true,
        "fileExtension": "pdf",
        "isAppAuthorized": true
    })
}

pub fn room_leave_request() -> Value {
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
