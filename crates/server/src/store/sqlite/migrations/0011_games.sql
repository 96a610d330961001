-- Relays. `key` is what two entries have in common that say the same. An entry that was taken back after it was continued
-- has no words and no key; one that nothing follows is no row any more, so places have no holes.
CREATE TABLE relays (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    maker TEXT NOT NULL REFERENCES members (id),
    title TEXT NOT NULL,
    rule TEXT NOT NULL,
    in_turn INTEGER NOT NULL,
    no_repeats INTEGER NOT NULL,
    most INTEGER,
    opened_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX relays_due ON relays (closes_at) WHERE closed_at IS NULL;

CREATE TABLE relay_entries (
    id TEXT NOT NULL PRIMARY KEY,
    relay_id TEXT NOT NULL REFERENCES relays (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    place INTEGER NOT NULL,
    words TEXT NOT NULL,
    key TEXT,
    entered_at INTEGER NOT NULL,
    UNIQUE (relay_id, place)
) STRICT;
CREATE INDEX relay_entries_said ON relay_entries (relay_id, key);

-- Daily activities. Two of a group do not overlap. `opened_at` is when it came into the feed.
CREATE TABLE dailies (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    maker TEXT NOT NULL REFERENCES members (id),
    day TEXT NOT NULL,
    words TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    UNIQUE (group_id, starts_at)
) STRICT;
CREATE INDEX dailies_due ON dailies (starts_at) WHERE closed_at IS NULL;

CREATE TABLE daily_answers (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    daily_id TEXT NOT NULL REFERENCES dailies (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    words TEXT NOT NULL,
    answered_at INTEGER NOT NULL,
    edited_at INTEGER,
    UNIQUE (daily_id, member_id)
) STRICT;
