-- What a post tells besides its words, as JSON of the contract: it has no life of its own.
ALTER TABLE posts ADD COLUMN moment TEXT;

-- Lists of titles and links, each on a post.
CREATE TABLE playlists (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    post_id TEXT NOT NULL UNIQUE REFERENCES posts (id),
    maker TEXT NOT NULL REFERENCES members (id),
    title TEXT NOT NULL,
    shared INTEGER NOT NULL,
    made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `sameness`: what two rows have in common of which a list has one.
CREATE TABLE playlist_rows (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    playlist_id TEXT NOT NULL REFERENCES playlists (id),
    member TEXT NOT NULL REFERENCES members (id),
    title TEXT NOT NULL,
    address TEXT NOT NULL,
    sameness TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    UNIQUE (playlist_id, sameness)
) STRICT;
