pub use notes_v1::Client;
