//! Which bytes a JSON string can contain unescaped: all but quotation marks, backslashes and
//! control characters.

/// Copies bytes to a slice of the same length. Returns `false` if a string cannot contain all of
/// them unescaped.
///
/// Blocks of a fixed size are checked and copied without branches. The last one overlaps with the
/// one before it.
// Always inlined, so that callers that ignore the result do not check.
#[inline(always)]
pub(super) fn copy_plain(from: &[u8], to: &mut [u8]) -> bool {
    let special = match from.len() {
        8..16 => match copy_ends(from, to) {
            Some((first, last)) => special_bytes(u64::from_le_bytes(first)) | special_bytes(u64::from_le_bytes(last)),
            None => 0,
        },
        4..8 => match copy_ends(from, to) {
            Some((first, last)) => {
                special_bytes(u64::from(u32::from_le_bytes(first)) << 32 | u64::from(u32::from_le_bytes(last)))
            }
            None => 0,
        },
        16..=32 => match copy_ends(from, to) {
            Some((first, last)) => u64::from(has_special(&first) | has_special(&last)),
            None => 0,
        },
        33.. => copy_blocks(from, to).into(),
        2.. => match copy_ends(from, to) {
            Some(([a, b], [c, d])) => special_bytes(u64::from_le_bytes([a, b, c, d, a, b, c, d])),
            None => 0,
        },
        _ => match copy_ends(from, to) {
            Some(([byte], [_])) => is_special(byte).into(),
            None => 0,
        },
    };
    special == 0
}

/// The maximum number of bytes that [`copy_short`] copies.
pub(super) const SHORT: usize = 32;

/// Copies at most [`SHORT`] bytes to a slice of the same length, without checking them.
#[inline(always)]
pub(super) fn copy_short(from: &[u8], to: &mut [u8]) {
    match from.len() {
        8..16 => drop(copy_ends::<8>(from, to)),
        4..8 => drop(copy_ends::<4>(from, to)),
        16.. => drop(copy_ends::<16>(from, to)),
        2.. => drop(copy_ends::<2>(from, to)),
        _ => drop(copy_ends::<1>(from, to)),
    }
}

/// Returns whether two texts of the same length are equal. Short ones are compared faster than by a
/// call of the function for texts of any length.
#[inline]
pub(super) fn is_same(left: &[u8], right: &[u8]) -> bool {
    match right.len() {
        8..=16 => ends::<8>(left) == ends::<8>(right),
        4..8 => ends::<4>(left) == ends::<4>(right),
        17..=32 => ends::<16>(left) == ends::<16>(right),
        _ => left == right,
    }
}

/// Returns the first and the last `N` bytes.
#[inline(always)]
fn ends<const N: usize>(bytes: &[u8]) -> Option<(&[u8; N], &[u8; N])> {
    Some((bytes.first_chunk()?, bytes.last_chunk()?))
}

/// Copies `N` to `2 * N` bytes, and returns the first and the last `N`.
#[inline(always)]
fn copy_ends<const N: usize>(from: &[u8], to: &mut [u8]) -> Option<([u8; N], [u8; N])> {
    let (first, last) = (*from.first_chunk()?, *from.last_chunk()?);
    *to.first_chunk_mut()? = first;
    *to.last_chunk_mut()? = last;
    Some((first, last))
}

/// Copies at least 16 bytes. Returns whether a string cannot contain all of them unescaped.
fn copy_blocks(from: &[u8], to: &mut [u8]) -> bool {
    let mut found = false;
    for (to, from) in to.as_chunks_mut().0.iter_mut().zip(from.as_chunks().0) {
        *to = *from;
        found |= has_special(from);
    }
    if let (Some(to), Some(from)) = (to.last_chunk_mut(), from.last_chunk()) {
        *to = *from;
        found |= has_special(from);
    }
    found
}

/// Returns the position of the first byte from `start` on that a string cannot contain unescaped.
#[inline]
pub(super) fn plain_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let (words, tail) = rest.as_chunks::<8>();
    let mut position = start;
    for word in words {
        let special = special_bytes(u64::from_le_bytes(*word));
        if special != 0 {
            return position + special.trailing_zeros() as usize / 8;
        }
        position += 8;
    }
    position + tail.iter().position(|byte| is_special(*byte)).unwrap_or(tail.len())
}

#[inline]
fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
}

/// Returns whether a string cannot contain all bytes of a block unescaped. Integers instead of
/// booleans, because the compiler uses vector instructions for them.
#[inline]
fn has_special(block: &[u8; 16]) -> bool {
    let special = |byte: u8| u8::from(byte < 0x20) | u8::from(byte == b'"') | u8::from(byte == b'\\');
    block.iter().fold(0, |found, byte| found | special(*byte)) != 0
}

/// Sets the highest bit of each byte of a word that a string cannot contain unescaped. Only the
/// lowest of these bits is exact, because of borrows.
#[inline]
fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let less = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    // Exchanging two bits moves the quotation mark next to the control characters: 0x22 and 0x20
    // change places, as do 0x23 and 0x21.
    let quotes_and_controls = less(word ^ (ONES * 2), 0x21);
    let backslashes = less(word ^ (ONES * b'\\' as u64), 1);
    (quotes_and_controls | backslashes) & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::{copy_plain, plain_end};

    #[test]
    fn finds_each_special_byte_at_each_position() {
        for len in 0..80 {
            let mut bytes = vec![b'a'; len];
            assert!(copy_plain(&bytes, &mut vec![0; len]), "{len}");
            assert_eq!(plain_end(&bytes, 0), len);
            for position in 0..len {
                for byte in 0..=u8::MAX {
                    bytes[position] = byte;
                    let is_special = byte < b' ' || byte == b'"' || byte == b'\\';
                    let mut copy = vec![0; len];
                    assert_eq!(copy_plain(&bytes, &mut copy), !is_special, "{byte} at {position} of {len}");
                    assert_eq!(copy, bytes);
                    assert_eq!(plain_end(&bytes, 0), if is_special { position } else { len });
                }
                bytes[position] = b'a';
            }
        }
    }
}
