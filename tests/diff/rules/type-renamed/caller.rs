pub use notes_v1::schemas::ColorLower;
