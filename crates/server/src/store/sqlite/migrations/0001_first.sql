-- Times are milliseconds since 1970 in UTC, money is minor units, ids are opaque text.
-- `n` is the order of insertion: the key of every cursor.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    phone TEXT UNIQUE,
    recovery_hash TEXT UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    -- To the day: a write for every read would be dear.
    last_used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_account ON sessions (account_id);

CREATE TABLE codes (
    phone TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries_left INTEGER NOT NULL
) STRICT;

-- What was answered to an intent, without secrets: those are derived again.
CREATE TABLE replays (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    body TEXT NOT NULL,
    secret_account TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX replays_by_age ON replays (at);

CREATE TABLE groups (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    policy TEXT NOT NULL,
    history_all INTEGER NOT NULL,
    qr_closed_at INTEGER,
    dissolved_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

-- A membership outlives its persona: who left keeps the row and loses nickname and avatar.
CREATE TABLE members (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    nickname TEXT,
    nickname_key TEXT,
    avatar TEXT,
    role TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    joined_seq INTEGER NOT NULL,
    left_at INTEGER,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX members_once ON members (group_id, account_id) WHERE left_at IS NULL;
CREATE UNIQUE INDEX members_nickname ON members (group_id, nickname_key) WHERE left_at IS NULL;
CREATE INDEX members_by_account ON members (account_id, group_id);

CREATE TABLE invites (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    kind TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    made_by TEXT NOT NULL REFERENCES members (id),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0,
    latched INTEGER NOT NULL DEFAULT 0,
    joined_count INTEGER NOT NULL DEFAULT 0,
    note TEXT,
    target TEXT
) STRICT;
CREATE INDEX invites_by_group ON invites (group_id, n);

CREATE TABLE posts (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    author TEXT NOT NULL REFERENCES members (id),
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    attachment_kind TEXT,
    attachment_id TEXT,
    attachment_title TEXT,
    pinned INTEGER NOT NULL DEFAULT 0,
    actionable INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE INDEX posts_by_group ON posts (group_id, n);
CREATE INDEX posts_by_attachment ON posts (attachment_id) WHERE attachment_id IS NOT NULL;

CREATE TABLE comments (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    post_id TEXT NOT NULL REFERENCES posts (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    author TEXT NOT NULL REFERENCES members (id),
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE INDEX comments_by_post ON comments (post_id, n);

CREATE TABLE classes (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    title TEXT NOT NULL,
    coach TEXT NOT NULL,
    place TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    duration_min INTEGER NOT NULL,
    face_value INTEGER NOT NULL,
    currency TEXT NOT NULL,
    capacity INTEGER NOT NULL
) STRICT;
CREATE INDEX classes_by_group ON classes (group_id, starts_at, n);

CREATE TABLE seats (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    class_id TEXT NOT NULL REFERENCES classes (id),
    holder TEXT NOT NULL REFERENCES members (id),
    UNIQUE (class_id, holder)
) STRICT;
CREATE INDEX seats_by_holder ON seats (holder);

-- `due_at` is when time alone changes it next; none once it is closed.
CREATE TABLE listings (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    class_id TEXT NOT NULL REFERENCES classes (id),
    seat_id TEXT NOT NULL,
    seller TEXT NOT NULL REFERENCES members (id),
    state TEXT NOT NULL,
    claimant TEXT REFERENCES members (id),
    held_until INTEGER,
    asking INTEGER NOT NULL,
    currency TEXT NOT NULL,
    note TEXT NOT NULL,
    auto_confirm INTEGER NOT NULL,
    listed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    closed_at INTEGER,
    due_at INTEGER
) STRICT;
CREATE UNIQUE INDEX listings_one_open_a_seat ON listings (seat_id) WHERE closed_at IS NULL;
CREATE INDEX listings_by_group ON listings (group_id, n);
CREATE INDEX listings_due ON listings (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE listing_events (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    listing_id TEXT NOT NULL REFERENCES listings (id),
    step TEXT NOT NULL,
    by_member TEXT REFERENCES members (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX listing_events_by_listing ON listing_events (listing_id, n);

CREATE TABLE deals (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    opener TEXT NOT NULL REFERENCES members (id),
    title TEXT NOT NULL,
    about TEXT NOT NULL,
    pick_up TEXT NOT NULL,
    tiers TEXT NOT NULL,
    minimum INTEGER NOT NULL,
    stock INTEGER,
    per_member INTEGER NOT NULL,
    state TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX deals_by_group ON deals (group_id, n);
CREATE INDEX deals_due ON deals (ends_at) WHERE closed_at IS NULL;

CREATE TABLE pledges (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    deal_id TEXT NOT NULL REFERENCES deals (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    quantity INTEGER NOT NULL,
    state TEXT NOT NULL,
    pledged_at INTEGER NOT NULL,
    UNIQUE (deal_id, member_id)
) STRICT;
CREATE INDEX pledges_by_member ON pledges (member_id);

-- Every movement of money, never changed. For every deal: paid = kept + refunded.
CREATE TABLE ledger (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    deal_id TEXT NOT NULL REFERENCES deals (id),
    pledge_id TEXT NOT NULL REFERENCES pledges (id),
    entry TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_by_deal ON ledger (deal_id);

-- `account_id` set: only this account is told. `for_hosts`: those who run the group are told as well.
-- With neither, every member is. `entity_at` and `exposed` are what the history rule asks.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id TEXT NOT NULL,
    account_id TEXT,
    for_hosts INTEGER NOT NULL,
    kind TEXT NOT NULL,
    op TEXT NOT NULL,
    entity TEXT NOT NULL,
    parent TEXT,
    entity_at INTEGER NOT NULL,
    exposed INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX changes_by_age ON changes (at);
