//! The items of a list.

use serde_core::de::SeqAccess;

use super::ValueSeed;
use crate::wire::event::SeqSource;
use crate::wire::reading::Reading;
use crate::wire::trail::Step;
use crate::wire::{ReadError, Wire};

pub(super) struct SeqReader<'r, A, E> {
    pub(super) access: A,
    pub(super) reading: &'r mut Reading,
    pub(super) index: usize,
    pub(super) done: bool,
    pub(super) error: Option<E>,
}

impl<'de, A: SeqAccess<'de>> SeqSource for SeqReader<'_, A, A::Error> {
    fn next(&mut self, item: &mut dyn Wire) -> Result<bool, ReadError> {
        if self.done || self.error.is_some() {
            return Ok(false);
        }
        let seed = ValueSeed { target: item, reading: self.reading, is_item: true };
        match self.access.next_element_seed(seed) {
            Ok(item) => {
                self.done = item.is_none();
                self.index += 1;
                Ok(item.is_some())
            }
            Err(error) => {
                self.reading.trail.push(Step::Index(self.index));
                self.error = Some(error);
                Err(ReadError::deferred())
            }
        }
    }
}
