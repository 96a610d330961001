//! The shapes of photos and their uploads.

use super::{Field, Kind, Need, Shape};

/// The types of this room.
pub(super) const SHAPES: &[Shape] = shapes! {
    Photo {
        id: Id, must; width: Int, empty; height: Int, empty; alt: Text, empty; address: Text, empty;
        small: Text, opt; expires_at: Time, opt;
    }
    NewPhoto {
        id: Id, must; alt: Text, empty;
    }
    NewUpload {
        size: Int, empty; media_type: Choice, must; sha256: Text, empty;
    }
    Upload {
        id: Id, must; size: Int, empty; offset: Int, empty; part_size: Int, empty; ready: Bool, empty;
        expires_at: Time, must;
    }
};
