// @generated from games-v1.json by discovery-codegen. Do not edit.

//! The `rooms` resource and its request builders.

use crate::runtime;
use crate::schemas;

/// Methods of the `rooms` resource.
///
/// Returned by `client.rooms()`. See the [overview](crate) of all methods.
#[derive(Clone, Copy, Debug)]
pub struct Rooms<'a> {
    pub(crate) client: &'a runtime::Client,
}

impl<'a> Rooms<'a> {
    /// Leaves a room. For use by the Games SDK only; direct calls are unsupported.
    ///
    /// `POST https://www.googleapis.com/games/v1/rooms/{roomId}/leave`
    ///
    /// # Arguments
    ///
    /// * `room_id` (path): The room's ID.
    /// * `request`: The request body.
    ///
    /// # Authorization
    ///
    /// Requires the scope [`GAMES`](crate::scopes::GAMES).
    #[inline]
    pub fn leave(&self, room_id: &str, request: schemas::RoomLeaveRequest) -> Leave {
        Leave(
            runtime::Call::of::<Leave>(self.client)
                .path_text("roomId", room_id)
                .body(&request),
        )
    }
}

/// Request builder for [`Rooms::leave`], which calls `games.rooms.leave`.
///
/// ```no_run
/// # async fn example(client: games_v1::Client) -> Result<(), games_v1::runtime::Error> {
/// use games_v1::schemas;
///
/// let response = client
///     .rooms()
///     .leave("room-id", schemas::RoomLeaveRequest::default())
///     .send()
///     .await?;
/// println!("{response:?}");
/// # Ok(())
/// # }
/// ```
#[must_use = "requests do nothing until sent"]
pub struct Leave(runtime::Call<schemas::Room>);

impl runtime::Method for Leave {
    type Request = schemas::RoomLeaveRequest;
    type Response = schemas::Room;
    const METHOD: runtime::MethodDescriptor = runtime::MethodDescriptor::new(
            "games.rooms.leave",
            "POST",
            "rooms/{roomId}/leave",
        )
        .with_scopes(&[crate::scopes::GAMES]);
}

impl Leave {
    /// Timestamp of the last mutation seen by the caller.
    #[inline]
    pub fn consistency_token(self, value: i64) -> Self {
        Self(self.0.query("consistencyToken", value))
    }

    /// Preferred language of localized text in the response.
    #[inline]
    pub fn language(self, value: &str) -> Self {
        Self(self.0.query_text("language", value))
    }
}

runtime::call!(Leave -> schemas::Room);
