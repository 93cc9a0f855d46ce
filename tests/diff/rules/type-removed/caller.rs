pub use notes_v1::schemas::Color;
