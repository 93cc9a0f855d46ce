//! Searches everything that is printed for secrets and for characters that control a terminal.

use std::error::Error as _;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, PoisonError};

use discovery_runtime::{AttemptReport, CallReport, Error, Observer};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Returns everything that programs print of an error.
pub(crate) fn of_error(error: &Error) -> String {
    let mut text = format!("{error}\n{error:#}\n{error:?}\n{error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        write!(text, "\n{error}\n{error:?}").expect("formatting does not fail");
        source = error.source();
    }
    text
}

/// Returns what must not be printed, if a text contains anything of it.
pub(crate) fn problem(text: &str) -> Option<String> {
    if text.contains("SECRET") {
        return Some(format!("a secret in {text:?}"));
    }
    let reorders =
        |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let found = text.chars().find(|&c| c != '\n' && (c.is_control() || reorders(c)));
    found.map(|c| format!("the character {c:?} in {text:?}"))
}

/// A subscriber that records the fields of all spans and events of the runtime, and an observer that
/// records all reports.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traced(Arc<Mutex<String>>);

impl Traced {
    fn push(&self, line: &str) {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(text, "{line}").expect("formatting does not fail");
    }

    pub(crate) fn text(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

struct Fields<'a>(&'a Traced);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push(&format!("{}={value:?}", field.name()));
    }
}

impl Subscriber for Traced {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("discovery_runtime")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        attributes.record(&mut Fields(self));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(self));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Fields(self));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Observer for Traced {
    fn attempt(&self, report: &AttemptReport<'_>) {
        self.push(&format!("{} {:?} {report:?}", report.url_template(), report.error_type()));
        assert!(report.number() > 0, "{report:?}");
    }

    fn call(&self, report: &CallReport<'_>) {
        self.push(&format!("{} {:?} {report:?}", report.url_template(), report.error_type()));
        assert!(report.resends() <= report.attempts(), "{report:?}");
    }
}
