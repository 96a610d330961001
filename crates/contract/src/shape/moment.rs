//! The shapes of moments and playlists.

use super::{Field, Kind, Need, Shape};

/// The types of this room.
pub(super) const SHAPES: &[Shape] = shapes! {
    Moment {
        kind: Choice, or "\"place\""; title: Text, empty; by: Text, empty; at: Time, opt; rating: Int, opt;
        good: Text, empty; not_good: Text, empty; used: Bool, empty; address: Text, empty;
    }
    NewMoment {
        post: Object("NewPost"), must; moment: Object("Moment"), must;
    }
    EditMoment {
        post: Object("EditPost"), must; moment: Object("Moment"), must;
    }
    PlaylistRow {
        id: Id, must; member: Object("Member"), opt; yours: Bool, empty; title: Text, empty; address: Text, empty;
        added_at: Time, must;
    }
    Playlist {
        id: Id, must; group_id: Id, must; post_id: Id, must; maker: Object("Member"), opt; yours: Bool, empty;
        title: Text, empty; shared: Bool, empty; rows: List(&Object("PlaylistRow")), empty; made_at: Time, must;
    }
    NewPlaylistRow {
        title: Text, empty; address: Text, empty;
    }
    NewPlaylist {
        post: Object("NewPost"), must; title: Text, empty; shared: Bool, empty;
        rows: List(&Object("NewPlaylistRow")), empty;
    }
    EditPlaylist {
        title: Text, empty; shared: Bool, empty;
    }
};
