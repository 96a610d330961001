-- Deals hold options with a stock of their own; a pledge keeps what was ordered and what was agreed to.
-- `pick_up_at`, `picks` and `terms` are JSON, as on the wire.
ALTER TABLE deals ADD COLUMN per_order INTEGER;
ALTER TABLE deals ADD COLUMN pick_up_at TEXT NOT NULL DEFAULT '[]';
ALTER TABLE deals ADD COLUMN edited_at INTEGER;
ALTER TABLE pledges ADD COLUMN picks TEXT NOT NULL DEFAULT '[]';
ALTER TABLE pledges ADD COLUMN terms TEXT;
ALTER TABLE pledges ADD COLUMN collected_at INTEGER;

-- What is taken is counted here, in the transaction of each order: an order costs the same in every deal, and the
-- database itself refuses what is not there.
CREATE TABLE deal_options (
    deal_id TEXT NOT NULL REFERENCES deals (id),
    place INTEGER NOT NULL,
    label TEXT NOT NULL,
    stock INTEGER,
    taken INTEGER NOT NULL DEFAULT 0 CHECK (taken >= 0 AND (stock IS NULL OR taken <= stock)),
    PRIMARY KEY (deal_id, place)
) STRICT, WITHOUT ROWID;
