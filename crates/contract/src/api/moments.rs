//! The rows of moments and playlists.

use super::table::Row;
use crate::feed::Post;
use crate::moment::{EditMoment, NewMoment};
use crate::playlist::{EditPlaylist, NewPlaylist, NewPlaylistRow, Playlist};
use crate::{Endpoint, Method};

endpoints! {
    /// Writes a post that tells a moment: a check-in, a place, a film, a book, something to eat, a review, a link.
    NEW_MOMENT: auth Post "/groups/{group}/moments" "moments.create", NewMoment => Post | NotInCircle;
    /// Changes what one's own post tells, and its words, for a while after it was written.
    EDIT_MOMENT: auth Put "/posts/{post}/moment" "moments.edit", EditMoment => Post
        | PostDeleted NotYours EditClosed Conflict;

    /// Makes a playlist on a post; any member.
    NEW_PLAYLIST: auth Post "/groups/{group}/playlists" "playlists.create", NewPlaylist => Post | NotInCircle;
    /// One playlist; who may see its post may.
    PLAYLIST: auth Get "/playlists/{playlist}" "playlists.get", () => Playlist | PostDeleted;
    /// Lets all members add or none but oneself, and for a while gives it another name; who made it.
    EDIT_PLAYLIST: auth Put "/playlists/{playlist}" "playlists.edit", EditPlaylist => Playlist
        | PostDeleted NotYours EditClosed;
    /// Adds a row. What is in the list already is refused as `taken`, whoever was first.
    NEW_PLAYLIST_ROW: auth Post "/playlists/{playlist}/rows" "playlist_rows.create", NewPlaylistRow => Playlist
        | PostDeleted PlaylistClosed PlaylistFull;
    /// Changes a row of mine, which keeps its place.
    EDIT_PLAYLIST_ROW: auth Put "/playlist-rows/{playlist_row}" "playlist_rows.edit", NewPlaylistRow => Playlist
        | PostDeleted NotYours;
    /// Takes a row out: one's own, and any for who made the list and for hosts.
    DELETE_PLAYLIST_ROW: auth Delete "/playlist-rows/{playlist_row}" "playlist_rows.delete", () => Playlist
        | PostDeleted NotYours;
}
