use notes_v1::schemas::{DraftState, FinalState};

pub trait IsOpen {
    fn is_open(&self) -> bool;
}

impl IsOpen for DraftState {
    fn is_open(&self) -> bool {
        *self == DraftState::Open
    }
}

impl IsOpen for FinalState {
    fn is_open(&self) -> bool {
        *self == FinalState::Open
    }
}
