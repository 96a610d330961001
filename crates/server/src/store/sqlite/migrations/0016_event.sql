-- Events. `closed_at` is when nothing was left to act on: its end, or when it was called off.
CREATE TABLE events (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    maker TEXT NOT NULL REFERENCES members (id),
    title TEXT NOT NULL,
    about TEXT NOT NULL,
    place TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    capacity INTEGER,
    guests INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    moved_at INTEGER,
    opened_at INTEGER NOT NULL,
    cancelled_at INTEGER,
    closed_at INTEGER
) STRICT;
CREATE INDEX events_due ON events (ends_at) WHERE closed_at IS NULL;

-- What each member said last. `people` 0 is a no. `queue` is the place in line.
CREATE TABLE event_rsvps (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    people INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    queue INTEGER NOT NULL,
    answered_at INTEGER NOT NULL,
    UNIQUE (event_id, member_id),
    UNIQUE (event_id, queue)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_rsvps_by_member ON event_rsvps (member_id);
