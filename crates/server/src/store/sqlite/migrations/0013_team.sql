-- Teams, payments, refunds, and a ledger in double entry.
-- Counts are kept with their deal and team, in the transaction of each change: a pledge costs the same in every deal, and
-- the database itself refuses what is not there.
ALTER TABLE deals ADD COLUMN people INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deals ADD COLUMN units INTEGER NOT NULL DEFAULT 0 CHECK (units >= 0 AND (stock IS NULL OR units <= stock));
-- JSON, as on the wire; NULL for a deal by tiers.
ALTER TABLE deals ADD COLUMN team TEXT;
ALTER TABLE deals ADD COLUMN settling TEXT NOT NULL DEFAULT 'with_host';
UPDATE deals SET people = (SELECT COUNT(*) FROM pledges p WHERE p.deal_id = deals.id),
    units = (SELECT COALESCE(SUM(p.quantity), 0) FROM pledges p WHERE p.deal_id = deals.id);

CREATE TABLE teams (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    deal_id TEXT NOT NULL REFERENCES deals (id),
    head TEXT REFERENCES members (id),
    size INTEGER NOT NULL,
    people INTEGER NOT NULL DEFAULT 0,
    taken INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    CHECK (0 <= people AND people <= taken AND taken <= size)
) STRICT;
CREATE INDEX teams_due ON teams (ends_at) WHERE state = 'running';
CREATE INDEX teams_by_deal ON teams (deal_id, state, ends_at);

-- `counted`: in the deal or its team, now or at its end. `price`: what a unit was promised to cost, where it is fixed.
ALTER TABLE pledges ADD COLUMN team_id TEXT REFERENCES teams (id);
ALTER TABLE pledges ADD COLUMN place INTEGER;
ALTER TABLE pledges ADD COLUMN price INTEGER;
ALTER TABLE pledges ADD COLUMN counted INTEGER NOT NULL DEFAULT 1;
CREATE INDEX pledges_by_deal ON pledges (deal_id, n);
CREATE UNIQUE INDEX pledges_by_place ON pledges (team_id, place) WHERE place IS NOT NULL;
CREATE INDEX pledges_by_team ON pledges (team_id, pledged_at, n) WHERE team_id IS NOT NULL;

-- `orders` is what the sandbox was told, as JSON. `next_at`: when the server acts on it by itself.
CREATE TABLE payments (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    deal_id TEXT NOT NULL REFERENCES deals (id),
    pledge_id TEXT NOT NULL REFERENCES pledges (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 0,
    orders TEXT,
    held_until INTEGER NOT NULL,
    answers_at INTEGER,
    next_at INTEGER
) STRICT;
CREATE INDEX payments_by_pledge ON payments (pledge_id, n);
CREATE INDEX payments_due ON payments (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE refunds (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    deal_id TEXT NOT NULL REFERENCES deals (id),
    pledge_id TEXT NOT NULL REFERENCES pledges (id),
    payment_id TEXT NOT NULL REFERENCES payments (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    changed_at INTEGER NOT NULL,
    next_at INTEGER
) STRICT;
CREATE INDEX refunds_by_pledge ON refunds (pledge_id, n);
CREATE INDEX refunds_due ON refunds (next_at) WHERE next_at IS NOT NULL;

-- Every posting, never changed. The postings of a booking sum to zero.
CREATE TABLE postings (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    booking TEXT NOT NULL,
    deal_id TEXT NOT NULL REFERENCES deals (id),
    pledge_id TEXT NOT NULL REFERENCES pledges (id),
    account TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX postings_by_pledge ON postings (pledge_id);
CREATE INDEX postings_by_deal ON postings (deal_id);

-- What was written down in single entry.
INSERT INTO postings (booking, deal_id, pledge_id, account, amount, currency, at)
    SELECT 'old' || n, deal_id, pledge_id, 'promised', -amount, currency, at FROM ledger WHERE entry = 'due'
    UNION ALL SELECT 'old' || n, deal_id, pledge_id, 'owed', amount, currency, at FROM ledger WHERE entry = 'due'
    UNION ALL SELECT 'old' || n, deal_id, pledge_id, 'member', -amount, currency, at FROM ledger WHERE entry = 'paid'
    UNION ALL SELECT 'old' || n, deal_id, pledge_id, 'held', amount, currency, at FROM ledger WHERE entry = 'paid'
    UNION ALL SELECT 'old' || n, deal_id, pledge_id, 'owed', -amount, currency, at FROM ledger WHERE entry = 'paid'
    UNION ALL SELECT 'old' || n, deal_id, pledge_id, 'promised', amount, currency, at FROM ledger WHERE entry = 'paid'
    UNION ALL SELECT 'old' || n, deal_id, pledge_id, 'held', -amount, currency, at FROM ledger WHERE entry = 'kept'
    UNION ALL SELECT 'old' || n, deal_id, pledge_id, 'host', amount, currency, at FROM ledger WHERE entry = 'kept';
INSERT INTO payments (id, deal_id, pledge_id, amount, currency, state, times, held_until)
    SELECT 'old' || n, deal_id, pledge_id, amount, currency, 'paid', 1, at FROM ledger WHERE entry = 'paid' AND amount > 0;
DROP TABLE ledger;
