-- Bargains: the falling price of one member in a deal. `bargain` is JSON; NULL for a deal that has none.
ALTER TABLE deals ADD COLUMN bargain TEXT;

-- `cuts`: what each help takes off, in minor units, as JSON: all of them are made at the beginning, and the price is told
-- from them. One for each member and deal.
CREATE TABLE bargains (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    deal_id TEXT NOT NULL REFERENCES deals (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    cuts TEXT NOT NULL,
    helps INTEGER NOT NULL DEFAULT 0 CHECK (helps BETWEEN 0 AND json_array_length(cuts)),
    state TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    UNIQUE (deal_id, member_id)
) STRICT;
CREATE INDEX bargains_due ON bargains (ends_at) WHERE state = 'running';

-- `day`: of the backend's calendar. `nth`: of the member's helps on it; the database itself refuses a fourth.
CREATE TABLE bargain_helps (
    bargain_id TEXT NOT NULL REFERENCES bargains (id),
    place INTEGER NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id),
    day INTEGER NOT NULL,
    nth INTEGER NOT NULL CHECK (nth BETWEEN 1 AND 3),
    at INTEGER NOT NULL,
    PRIMARY KEY (bargain_id, place),
    UNIQUE (bargain_id, member_id),
    UNIQUE (member_id, day, nth)
) STRICT, WITHOUT ROWID;
