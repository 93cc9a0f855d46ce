// @generated from games-v1.json by discovery-codegen. Do not edit.

//! OAuth 2.0 scopes accepted by the methods of this crate.

/// Share the user's Google+ profile, and see and manage what they do in games
pub const GAMES: &str = "https://www.googleapis.com/auth/games";
