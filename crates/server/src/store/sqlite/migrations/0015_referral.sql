-- What a member's shares carry, random. What was shared before `since` does not count any more.
-- `final_at`: the trace was erased, and is hidden; then it is gone for good.
CREATE TABLE shares (
    member TEXT PRIMARY KEY REFERENCES members (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    token TEXT NOT NULL UNIQUE,
    since INTEGER NOT NULL,
    final_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX shares_due ON shares (final_at) WHERE final_at IS NOT NULL;
INSERT INTO shares (member, group_id, token, since)
SELECT id, group_id, hex(randomblob(6)), 0 FROM members WHERE left_at IS NULL;

-- By whose share somebody came to a thing, or into the group: then `thing` is the group's id. Without a sharer: they
-- took it back, and what they do there counts for nobody.
CREATE TABLE leads (
    member TEXT NOT NULL REFERENCES members (id),
    kind TEXT NOT NULL,
    thing TEXT NOT NULL,
    sharer TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (member, thing, sharer)
) STRICT, WITHOUT ROWID;
CREATE INDEX leads_by_sharer ON leads (sharer);

-- What counts: an act (a membership, a pledge, a transferred listing) counts once at each depth.
CREATE TABLE credits (
    act TEXT NOT NULL,
    depth INTEGER NOT NULL,
    group_id TEXT NOT NULL REFERENCES groups (id),
    kind TEXT NOT NULL,
    thing TEXT NOT NULL,
    member TEXT NOT NULL REFERENCES members (id),
    sharer TEXT NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (act, depth)
) STRICT, WITHOUT ROWID;
CREATE INDEX credits_by_sharer ON credits (sharer, thing);
CREATE INDEX credits_by_member ON credits (member);
CREATE INDEX credits_by_group ON credits (group_id, sharer);
