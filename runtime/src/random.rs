//! Random numbers and ids.

use std::hash::{BuildHasher, RandomState};

/// Returns a random UUID, version 4, or `None` if the system has no randomness.
pub(crate) fn random_uuid() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::getrandom(&mut bytes).ok()?;
    // The version, and the variant of RFC 9562.
    let [.., b6, _, b8, _, _, _, _, _, _, _] = &mut bytes;
    *b6 = *b6 & 0x0F | 0x40;
    *b8 = *b8 & 0x3F | 0x80;
    let number = u128::from_be_bytes(bytes);
    let part = |shift: u32, digits: usize| {
        let mask = (1_u128 << (4 * digits)) - 1;
        format!("{:0digits$x}", number >> shift & mask)
    };
    Some([part(96, 8), part(80, 4), part(64, 4), part(48, 4), part(0, 12)].join("-"))
}

/// Returns an unpredictable number.
pub(crate) fn random_u64() -> u64 {
    RandomState::new().hash_one(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn uuids_are_random_and_of_version_4() {
        let uuids: BTreeSet<String> = (0..100).filter_map(|_| random_uuid()).collect();
        assert_eq!(uuids.len(), 100);
        for uuid in uuids {
            let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{uuid}");
            assert!(uuid.chars().all(|c| c == '-' || matches!(c, '0'..='9' | 'a'..='f')), "{uuid}");
            assert_eq!(uuid.get(14..15), Some("4"), "{uuid}");
            assert!(uuid.get(19..20).is_some_and(|variant| "89ab".contains(variant)), "{uuid}");
        }
    }
}
