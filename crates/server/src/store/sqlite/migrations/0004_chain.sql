-- Sign-up lists. `choices` is JSON: labels and capacities in order.
CREATE TABLE chains (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    maker TEXT NOT NULL REFERENCES members (id),
    title TEXT NOT NULL,
    about TEXT NOT NULL,
    asks_name INTEGER NOT NULL,
    asks_note INTEGER NOT NULL,
    most INTEGER NOT NULL,
    proxies INTEGER NOT NULL,
    choices TEXT NOT NULL,
    capacity INTEGER,
    opened_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX chains_by_group ON chains (group_id, n);
CREATE INDEX chains_due ON chains (closes_at) WHERE closed_at IS NULL;

-- `queue` is the place in line: that of making, until somebody who waits wants more or something else.
CREATE TABLE chain_entries (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    chain_id TEXT NOT NULL REFERENCES chains (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    proxy INTEGER NOT NULL,
    name TEXT NOT NULL,
    choice INTEGER,
    count INTEGER NOT NULL,
    note TEXT NOT NULL,
    waiting INTEGER NOT NULL,
    queue INTEGER NOT NULL,
    entered_at INTEGER NOT NULL,
    UNIQUE (chain_id, queue)
) STRICT;
CREATE UNIQUE INDEX chain_entries_one_own ON chain_entries (chain_id, member_id) WHERE proxy = 0;
CREATE INDEX chain_entries_by_member ON chain_entries (member_id);
