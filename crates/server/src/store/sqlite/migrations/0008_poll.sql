-- Polls. `choices` is JSON: labels in order. Each member has at most one vote for each choice.
CREATE TABLE polls (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    maker TEXT NOT NULL REFERENCES members (id),
    question TEXT NOT NULL,
    choices TEXT NOT NULL,
    several INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX polls_due ON polls (closes_at) WHERE closed_at IS NULL;

CREATE TABLE poll_votes (
    poll_id TEXT NOT NULL REFERENCES polls (id),
    member TEXT NOT NULL REFERENCES members (id),
    choice INTEGER NOT NULL,
    PRIMARY KEY (poll_id, member, choice)
) STRICT, WITHOUT ROWID;
