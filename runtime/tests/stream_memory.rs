//! The memory of a stream of messages over a connection. A separate process, because the peak that the
//! system reports is that of the process.

#![cfg(all(feature = "rustls", target_os = "linux"))]
#![allow(clippy::expect_used, reason = "allowed in tests")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

use discovery_runtime::{ApiDescriptor, Call, Client, ClientBuilder, MethodDescriptor, UnknownFields, message};

const API: ApiDescriptor = ApiDescriptor::new("notes:v1", "https://notes.example/", "v1/");
const QUERY: MethodDescriptor = MethodDescriptor::new("notes.query", "GET", "notes:query");

const MIB: usize = 1 << 20;

/// The length of the text of a note.
const TEXT: usize = MIB / 4;

#[derive(Clone)]
struct Note {
    text: Option<String>,
    unknown_fields: UnknownFields,
}
message! { Note { "text" => text } }

/// Serves an array of notes to the first request. Returns the URL.
fn serve(notes: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().expect("a connection");
        let mut lines = BufReader::new(connection.try_clone().expect("a second handle")).lines();
        while lines.next().is_some_and(|line| !line.expect("a line").is_empty()) {}
        let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\n\r\n[";
        connection.write_all(head.as_bytes()).expect("an open connection");
        let note = format!(r#"{{"text":"{}"}}"#, "x".repeat(TEXT));
        for index in 0..notes {
            let separator = if index == 0 { "" } else { ",\r\n" };
            connection.write_all([separator, &note].concat().as_bytes()).expect("an open connection");
        }
        connection.write_all(b"]").expect("an open connection");
    });
    url
}

/// Streams notes, and returns their number.
async fn stream(notes: usize) -> usize {
    let client: Client = ClientBuilder::new(API).endpoint(serve(notes)).build().expect("a client");
    let mut stream = Call::<Note>::new(&client, &QUERY).stream();
    let mut received = 0;
    while let Some(note) = stream.next().await {
        assert_eq!(note.expect("a note").text.map(|text| text.len()), Some(TEXT));
        received += 1;
    }
    received
}

/// Returns the largest amount of memory that this process has used so far, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("the status of the process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak");
    line.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") << 10
}

#[tokio::test]
async fn a_stream_needs_the_memory_of_one_message() {
    let (few, many) = (4 * MIB / TEXT, 64 * MIB / TEXT);
    assert_eq!(stream(few).await, few);
    let before = peak();
    assert_eq!(stream(many).await, many);
    let growth = peak() - before;
    assert!(growth < 32 * MIB, "a stream of 64 MiB needs {growth} bytes more than one of 4 MiB");
}
