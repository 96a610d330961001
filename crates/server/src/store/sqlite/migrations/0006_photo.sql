-- A photo from its announcement on; its bytes are in a file of the same name. `post_id`: the post that it is in; none
-- while it waits for one. `place`: its place there.
CREATE TABLE photos (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    member TEXT NOT NULL REFERENCES members (id),
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    ready INTEGER NOT NULL DEFAULT 0,
    width INTEGER NOT NULL DEFAULT 0,
    height INTEGER NOT NULL DEFAULT 0,
    alt TEXT NOT NULL DEFAULT '',
    post_id TEXT REFERENCES posts (id),
    place INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX photos_of_post ON photos (post_id, place) WHERE post_id IS NOT NULL;
CREATE INDEX photos_waiting ON photos (created_at) WHERE post_id IS NULL;
CREATE INDEX photos_of_member ON photos (member, created_at);
