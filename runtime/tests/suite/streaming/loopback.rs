//! A server on the loopback interface that sends each form of a response in every division into two
//! chunks, and byte by byte.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use super::*;

const JSON: &str = "application/json; charset=UTF-8";
const EVENTS: &str = "text/event-stream";

/// A response, the ids of its messages, and what follows the prefix of its error if it ends with
/// one.
struct Form {
    content_type: &'static str,
    body: &'static str,
    ids: &'static [i32],
    error: Option<&'static str>,
}

const fn form(content_type: &'static str, body: &'static str, ids: &'static [i32]) -> Form {
    Form { content_type, body, ids, error: None }
}

const FORMS: &[Form] = &[
    form(JSON, r#"[{"id":1},{"id":2}]"#, &[1, 2]),
    // As Google's servers write it: the separators come with the next element.
    form(JSON, "[{\n  \"id\": 1\n}\n,\r\n{\n  \"id\": 2\n}\n]\n", &[1, 2]),
    form(JSON, r#"[{"id":1,"text":"]},{[\"\\"},{"id":2,"more":[[],{"a":"é"}]}]"#, &[1, 2]),
    form(JSON, r#"[{"id":1}]"#, &[1]),
    form(JSON, "[]", &[]),
    form(JSON, "\u{feff}[{\"id\":1}]", &[1]),
    form(JSON, r#"{"id":1}"#, &[1]),
    form(JSON, "{\"id\":1}\n{\"id\":2}\n", &[1, 2]),
    form(EVENTS, "data: {\"id\":1}\n\ndata: {\"id\":2}\n\n", &[1, 2]),
    form(EVENTS, "data: {\"id\":1}\r\n\r\ndata: {\"id\":2}\r\n\r\n", &[1, 2]),
    form(EVENTS, "data: {\"id\":1}\r\rdata: {\"id\":2}\r\r", &[1, 2]),
    form(EVENTS, ": ping\n\nid: 7\nevent: note\nretry: 9\ndata:{\"id\":\ndata: 1}\n\ndata: [DONE]\n\n", &[1]),
    Form {
        content_type: JSON,
        body: r#"[{"id":1},{"error":{"code":503,"message":"Later."}}]"#,
        ids: &[1],
        error: Some("503: Later."),
    },
    Form {
        content_type: EVENTS,
        body: "data: {\"id\":1}\n\ndata: {\"error\":{\"code\":503,\"message\":\"Later.\"}}\n\n",
        ids: &[1],
        error: Some("503: Later."),
    },
    Form {
        content_type: JSON,
        body: r#"[{"id":1},{"id":2"#,
        ids: &[1],
        error: Some("the response ended before its last message"),
    },
];

/// A response: its content type, and the body in chunks.
type Response = (&'static str, Vec<Vec<u8>>);

/// Answers each request with the next response. Returns the URL.
fn serve(responses: Vec<Response>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let responses = Arc::new(Mutex::new(VecDeque::from(responses)));
    std::thread::spawn(move || {
        while let Ok((mut connection, _)) = listener.accept() {
            let responses = Arc::clone(&responses);
            std::thread::spawn(move || {
                while read_head(&mut connection).is_some() {
                    let next = responses.lock().expect("not poisoned").pop_front();
                    let Some(response) = next else { return };
                    // The client may have read enough.
                    if connection.write_all(&encode(response)).is_err() {
                        return;
                    }
                }
            });
        }
    });
    url
}

/// Encodes a response, with the chunks of its body as those of the connection.
fn encode((content_type, chunks): Response) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: ";
    let mut response = [head, content_type, "\r\n\r\n"].concat().into_bytes();
    for chunk in chunks.iter().filter(|chunk| !chunk.is_empty()) {
        response.extend(format!("{:x}\r\n", chunk.len()).as_bytes());
        response.extend(chunk);
        response.extend(b"\r\n");
    }
    response.extend(b"0\r\n\r\n");
    response
}

/// Reads the head of a request without a body. Returns `None` at the end of the connection.
fn read_head(connection: &mut TcpStream) -> Option<()> {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.ends_with(b"\r\n\r\n") {
        match connection.read(&mut buffer) {
            Ok(read) if read > 0 => head.extend(buffer.get(..read)?),
            _ => return None,
        }
    }
    Some(())
}

#[tokio::test]
async fn messages_do_not_depend_on_the_chunks() {
    for form in FORMS {
        let bytes = form.body.as_bytes();
        let mut divisions: Vec<Vec<Vec<u8>>> =
            (0..bytes.len()).map(|cut| [&bytes[..cut], &bytes[cut..]].map(<[u8]>::to_vec).to_vec()).collect();
        divisions.push(bytes.chunks(1).map(<[u8]>::to_vec).collect());
        let count = divisions.len();
        let url = serve(divisions.into_iter().map(|chunks| (form.content_type, chunks)).collect());
        let client: Client = ClientBuilder::new(API).endpoint(url).build().expect("a client");
        for division in 0..count {
            let (ids, end) = ids(Tail(Call::new(&client, &TAIL)).stream()).await;
            let what = format!("{:?}, division {division}: {end:?}", form.body);
            assert_eq!(ids, form.ids, "{what}");
            match (form.error, end) {
                (Some(expected), Err(error)) => assert!(error.ends_with(expected), "{what}"),
                (expected, end) => assert_eq!((expected, end), (None, Ok(())), "{what}"),
            }
        }
    }
}
