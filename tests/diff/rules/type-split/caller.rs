use notes_v1::schemas::{Draft, Final, FinalWarning, FinalWarningCode, Page};

pub fn is_full(warning: &FinalWarning) -> bool {
    matches!(warning, FinalWarning { code: Some(FinalWarningCode::Full), .. })
}

pub fn finish(draft: Draft) -> Final {
    Final { warning: draft.warning, ..Default::default() }
}

pub fn print(draft: Draft) -> Page {
    Page { warning: draft.warning, ..Default::default() }
}
