//! The numbers of methods of each kind.

use std::collections::BTreeMap;
use std::fmt;

/// A number in the table, in the order in which they are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Row {
    StartsDone,
    StartsStatus,
    ResultNothing,
    ResultMessage,
    ResultResource,
    ResultSchema,
    ResultJson,
    NoPoll,
    NoPollByName,
    Companion,
    NamedStream,
    StreamIdle,
    StreamWithoutIdle,
    HttpBody,
    StartsOperation,
    NoResponse,
    HasRequestId,
    PromiseUuid,
    Promise,
    InQuery,
    InMessage,
    OfCaller,
}

/// A title, and its rows.
type Block = (&'static str, &'static [Row]);

const BLOCKS: &[Block] = &[
    (
        "operations",
        &[
            Row::StartsDone,
            Row::StartsStatus,
            Row::ResultNothing,
            Row::ResultMessage,
            Row::ResultResource,
            Row::ResultSchema,
            Row::ResultJson,
            Row::NoPoll,
            Row::NoPollByName,
            Row::Companion,
        ],
    ),
    (
        "streams",
        &[
            Row::NamedStream,
            Row::StreamIdle,
            Row::StreamWithoutIdle,
            Row::HttpBody,
            Row::StartsOperation,
            Row::NoResponse,
        ],
    ),
    ("request ids", &[Row::HasRequestId, Row::PromiseUuid, Row::Promise, Row::InQuery, Row::InMessage, Row::OfCaller]),
];

impl Row {
    /// Returns what is counted; for a row of exceptions, the reason.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::StartsDone => "document: methods (not GET) that return an operation with `done`",
            Self::StartsStatus => "document: methods (not GET) that return an operation with `status`",
            Self::ResultNothing => "crate: `operation!` with result `()`",
            Self::ResultMessage => "crate: `operation!` with the operation's message as result",
            Self::ResultResource => "crate: `operation!` with a resource of its own `get` method as result",
            Self::ResultSchema => "crate: `operation!` with another schema as result",
            Self::ResultJson => "crate: `operation!` with a result that is known at run time",
            Self::NoPoll => "no method returns the operation by GET",
            Self::NoPollByName => "no method returns the operation by its name",
            Self::Companion => "it waits for or cancels an operation",
            Self::NamedStream => "document: methods whose name contains `stream`",
            Self::StreamIdle => "crate: `stream!` with an idle timeout",
            Self::StreamWithoutIdle => "crate: `stream!` without an idle timeout",
            Self::HttpBody => "its response is an `HttpBody`, so it has `download`",
            Self::StartsOperation => "it starts an operation",
            Self::NoResponse => "it has no response",
            Self::HasRequestId => "document: methods with `requestId`",
            Self::PromiseUuid => "document: methods (not GET) that promise idempotency by a UUID",
            Self::Promise => "document: methods (not GET) that promise idempotency by another id",
            Self::InQuery => "crate: `with_request_id_in_query`",
            Self::InMessage => "crate: `with_request_id_in_message`",
            Self::OfCaller => "crate: `with_request_id`",
        }
    }
}

/// The numbers of methods. Prints as three blocks.
#[derive(Debug, Default)]
pub(in super::super) struct Table(BTreeMap<Row, usize>);

impl Table {
    pub(super) fn add(&mut self, row: Row) {
        *self.0.entry(row).or_default() += 1;
    }

    pub(super) fn get(&self, row: Row) -> usize {
        self.0.get(&row).copied().unwrap_or_default()
    }

    /// Returns the sum of several tables.
    pub(in super::super) fn sum<'t>(tables: impl Iterator<Item = &'t Self>) -> Self {
        let mut sum = Self::default();
        for (row, number) in tables.flat_map(|table| &table.0) {
            *sum.0.entry(*row).or_default() += number;
        }
        sum
    }

    /// Returns the numbers by block and label.
    pub(in super::super) fn json(&self) -> serde_json::Value {
        let rows = |rows: &[Row]| -> serde_json::Value {
            rows.iter().map(|row| (row.label().to_owned(), serde_json::Value::from(self.get(*row)))).collect()
        };
        BLOCKS.iter().map(|(title, block)| ((*title).to_owned(), rows(block))).collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, rows) in BLOCKS {
            writeln!(f, "{title}")?;
            for row in *rows {
                writeln!(f, "{:>12} {}", self.get(*row), row.label())?;
            }
        }
        Ok(())
    }
}
