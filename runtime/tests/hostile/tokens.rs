//! Token endpoints with the same faults.
