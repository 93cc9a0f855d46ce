pub use notes_v1::scopes::NOTES_READONLY2;
