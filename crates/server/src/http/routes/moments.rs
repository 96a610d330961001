//! The rows of moments and playlists.

use contract::api;

use super::mine;
use crate::http::adapter::Access::Session;
use crate::http::adapter::Operations;
use crate::rules::{moment, playlist};

/// Moments and playlists.
pub(super) fn moments(o: Operations) -> Operations {
    o.write(api::NEW_MOMENT, Session, mine, |w, a, q| Box::pin(moment::create(w, a.group(), q)))
        .write(api::EDIT_MOMENT, Session, mine, |w, a, q| Box::pin(moment::edit(w, a.post(), q)))
        .write(api::NEW_PLAYLIST, Session, mine, |w, a, q| Box::pin(playlist::create(w, a.group(), q)))
        .read(api::PLAYLIST, Session, |r, a, ()| Box::pin(playlist::get(r, a.playlist())))
        .write(api::EDIT_PLAYLIST, Session, mine, |w, a, q| Box::pin(playlist::edit(w, a.playlist(), q)))
        .write(api::NEW_PLAYLIST_ROW, Session, mine, |w, a, q| {
            Box::pin(playlist::add_row(w, a.playlist(), q))
        })
        .write(api::EDIT_PLAYLIST_ROW, Session, mine, |w, a, q| {
            Box::pin(playlist::edit_row(w, a.playlist_row(), q))
        })
        .write(api::DELETE_PLAYLIST_ROW, Session, mine, |w, a, ()| {
            Box::pin(playlist::delete_row(w, a.playlist_row()))
        })
}
