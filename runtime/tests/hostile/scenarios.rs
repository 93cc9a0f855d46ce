//! Faults of a server that do not depend on the request: of connections, heads and bodies.

use crate::contents;
use crate::server::{Reply, Script, Step};

/// A fault of a server.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) script: Script,
    /// Whether the responses are valid, so that a client cannot know that they are wrong.
    pub(crate) is_plausible: bool,
    /// Whether the server keeps the client waiting, so that the client should not be patient.
    pub(crate) is_slow: bool,
}

pub(crate) const fn scenario(name: &'static str, script: Script) -> Scenario {
    Scenario { name, script, is_plausible: false, is_slow: false }
}

/// A fault that a client cannot detect in every operation.
pub(crate) const fn plausible(name: &'static str, script: Script) -> Scenario {
    Scenario { is_plausible: true, ..scenario(name, script) }
}

/// A fault of a server that keeps the client waiting.
pub(crate) const fn slow(name: &'static str, script: Script) -> Scenario {
    Scenario { is_slow: true, ..scenario(name, script) }
}

/// Text of a server that would control a terminal.
pub(crate) const CONTROLS: &str = "\u{1b}[2J\u{202e}text\u{9b}31m\u{7}\u{2066}\u{2028}";

/// Returns the faults that do not depend on the request.
pub(crate) fn of_any_server() -> impl Iterator<Item = &'static Scenario> {
    [CONNECTIONS, HEADS, BODIES, contents::STATUSES].into_iter().flatten()
}

/// Returns all faults.
pub(crate) fn all() -> impl Iterator<Item = &'static Scenario> {
    of_any_server().chain(contents::MEDIA).chain(contents::MESSAGES).chain(contents::LONG_RUNNING)
}

const CONNECTIONS: &[Scenario] = &[
    scenario("closes before the response", |_, _, _| vec![Step::Close]),
    scenario("resets before the response", |_, _, _| vec![Step::Reset]),
    slow("hangs before the response", |_, _, _| vec![Step::Hang]),
    scenario("resets after the head", |_, reply, _| vec![Step::Send(reply.sized_head()), Step::Reset]),
    slow("hangs after the head", |_, reply, _| vec![Step::Send(reply.sized_head()), Step::Hang]),
    scenario("resets within the body", |_, reply, c| vec![Step::Send(cut(&reply, &mut c.rng)), Step::Reset]),
    scenario("closes within the body", |_, reply, c| vec![Step::Send(cut(&reply, &mut c.rng)), Step::Close]),
    slow("hangs within the body", |_, reply, c| vec![Step::Send(cut(&reply, &mut c.rng)), Step::Hang]),
    scenario("resets after the response", |_, reply, _| vec![Step::Send(reply.bytes()), Step::Reset]),
    scenario("closes within the head", |_, reply, _| vec![Step::Send(reply.bytes()[..9].to_vec()), Step::Close]),
    slow("sends the head slowly", |_, reply, _| vec![Step::Slowly(reply.bytes(), 30)]),
    slow("sends the body slowly", |_, reply, _| vec![Step::Send(reply.sized_head()), Step::Slowly(reply.body, 30)]),
    scenario("sends random bytes", |_, _, c| {
        let bytes = std::iter::repeat_with(|| c.rng.u8(..)).take(5000).collect();
        vec![Step::Send(bytes), Step::Close]
    }),
    scenario("sends a second response", |_, reply, _| vec![Step::Send(reply.bytes().repeat(2))]),
];

const HEADS: &[Scenario] = &[
    slow("endless status line", |_, _, _| forever(b"HTTP/1.1 200 ".to_vec(), b"x")),
    slow("endless header", |_, _, _| forever(b"HTTP/1.1 200 OK\r\na: ".to_vec(), b"x")),
    slow("endless headers", |_, _, _| forever(b"HTTP/1.1 200 OK\r\n".to_vec(), b"a: b\r\n")),
    slow("endless interim responses", |_, _, _| forever(Vec::new(), b"HTTP/1.1 103 Early Hints\r\n\r\n")),
    scenario("other protocol", |_, _, _| vec![Step::Send(b"SSH-2.0-OpenSSH\r\n\r\n".to_vec()), Step::Close]),
    scenario("impossible status", |_, _, _| vec![Step::Send(b"HTTP/1.1 99999 OK\r\n\r\n".to_vec()), Step::Close]),
    scenario("two lengths", |_, reply, _| {
        vec![
            Step::Send(reply.head(&[("content-length", "1"), ("content-length", "7")])),
            Step::Send(reply.body),
            Step::Close,
        ]
    }),
    scenario("negative length", |_, reply, _| {
        vec![Step::Send(reply.head(&[("content-length", "-1")])), Step::Send(reply.body), Step::Close]
    }),
    scenario("maximum length", |_, reply, _| {
        vec![Step::Send(reply.head(&[("content-length", "18446744073709551615")])), Step::Send(reply.body), Step::Close]
    }),
    scenario("length and chunks", |_, reply, _| {
        let head = reply.head(&[("content-length", "3"), ("transfer-encoding", "chunked")]);
        vec![Step::Send([head, chunked(&reply.body)].concat()), Step::Close]
    }),
    scenario("line break in a header", |_, reply, _| {
        vec![Step::Send(format!("{}a: b\n c\r\r\n\r\n", reply.head_with(&[])).into_bytes()), Step::Close]
    }),
];

const BODIES: &[Scenario] = &[
    slow("endless body", |_, reply, _| forever(reply.head(&[]), b" ")),
    slow("endless JSON", |_, reply, _| forever(reply.head(&[]), b"[")),
    slow("endless chunks", |_, reply, _| {
        let chunk = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
        forever(reply.head(&[("transfer-encoding", "chunked")]), chunk.as_bytes())
    }),
    slow("endless chunk extensions", |_, reply, _| {
        forever([reply.head(&[("transfer-encoding", "chunked")]), b"1;".to_vec()].concat(), b"a=b;")
    }),
    slow("endless trailers", |_, reply, _| {
        let head = reply.head(&[("transfer-encoding", "chunked")]);
        forever([head, b"1\r\nx\r\n0\r\n".to_vec()].concat(), b"a: b\r\n")
    }),
    scenario("impossible chunk", |_, reply, _| {
        let head = reply.head(&[("transfer-encoding", "chunked")]);
        vec![Step::Send([head, b"ffffffffffffffffff\r\n".to_vec()].concat()), Step::Close]
    }),
    slow("endless gzip of zeros", |_, reply, _| {
        let (start, rest) = gzip_of_zeros();
        forever([reply.head(&[("content-encoding", "gzip")]), start].concat(), &rest)
    }),
    plausible("broken gzip", |_, reply, _| {
        vec![
            Step::Send([reply.head(&[("content-encoding", "gzip")]), b"\x1f\x8b\x08 broken".to_vec()].concat()),
            Step::Close,
        ]
    }),
    scenario("gzip that is not gzip", |_, reply, _| {
        vec![Step::Send([reply.head(&[("content-encoding", "gzip")]), reply.body].concat()), Step::Close]
    }),
    scenario("unknown encoding", |_, reply, _| {
        vec![Step::Send([reply.head(&[("content-encoding", "zstd")]), reply.body].concat()), Step::Close]
    }),
    scenario("length too small", |_, reply, _| {
        let length = reply.body.len().saturating_sub(1).to_string();
        vec![Step::Send([reply.head(&[("content-length", &length)]), reply.body].concat()), Step::Close]
    }),
    slow("length too large, then silence", |_, reply, _| {
        let length = (reply.body.len() + 1).to_string();
        vec![Step::Send([reply.head(&[("content-length", &length)]), reply.body].concat()), Step::Hang]
    }),
    scenario("length too large, then closed", |_, reply, _| {
        let length = (reply.body.len() + 1).to_string();
        vec![Step::Send([reply.head(&[("content-length", &length)]), reply.body].concat()), Step::Close]
    }),
    scenario("one bit of the media is wrong", |request, reply, c| {
        let mut body = reply.body.clone();
        // The checksum is that of the whole media.
        if request.target.contains("alt=media") && reply.status == 200 {
            let index = c.rng.usize(..body.len());
            body[index] ^= 1 << c.rng.u32(..8);
        }
        vec![Step::Send(reply.with_body(body).bytes())]
    }),
];

fn forever(start: Vec<u8>, rest: &[u8]) -> Vec<Step> {
    vec![Step::Send(start), Step::Forever(rest.to_vec())]
}

/// Returns a response with only some bytes of the announced body.
fn cut(reply: &Reply, rng: &mut fastrand::Rng) -> Vec<u8> {
    let length = rng.usize(..reply.body.len().max(1));
    [&reply.sized_head(), &reply.body[..length]].concat()
}

fn chunked(body: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", body.len()).as_bytes(), body, b"\r\n0\r\n\r\n"].concat()
}

/// Returns the start of the compressed form of an endless sequence of zeros, and bytes that can be
/// repeated after it. Each of these represents 158 zeros.
fn gzip_of_zeros() -> (Vec<u8>, Vec<u8>) {
    // A block with fixed codes that is not the last one, and a zero.
    let mut bits = vec![0, 1, 0];
    bits.extend(code(0b0011_0000, 8));
    // "Repeat the last byte 258 times": eight of them are 13 bytes.
    let repeat: Vec<u8> = [code(0b1100_0101, 8), code(0, 5)].concat();
    let phase = (0..8).find(|count| (bits.len() + count * repeat.len()).is_multiple_of(8)).expect("13 is odd");
    bits.extend(repeat.repeat(phase));
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3].to_vec();
    ([header, pack(&bits)].concat(), pack(&repeat.repeat(8)))
}

/// Returns the bits of a code, the most significant one first.
fn code(code: u32, length: u32) -> Vec<u8> {
    (0..length).rev().map(|bit| u8::from(code >> bit & 1 == 1)).collect()
}

/// Packs bits into bytes, the least significant one first.
fn pack(bits: &[u8]) -> Vec<u8> {
    bits.chunks(8).map(|bits| bits.iter().rev().fold(0, |byte, bit| byte << 1 | bit)).collect()
}
