-- Classes that are moved or cancelled, the line for a class, and what a coach says to a transfer.
ALTER TABLE classes ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE classes ADD COLUMN moved_from INTEGER;
ALTER TABLE classes ADD COLUMN cancelled_at INTEGER;
ALTER TABLE classes ADD COLUMN notice TEXT NOT NULL DEFAULT '';
ALTER TABLE listings ADD COLUMN consent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE listing_events ADD COLUMN note TEXT NOT NULL DEFAULT '';
CREATE INDEX listings_by_class ON listings (class_id, n);
CREATE INDEX listings_by_seat ON listings (seat_id, n);

-- `n` is the place in line.
CREATE TABLE class_line (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    class_id TEXT NOT NULL REFERENCES classes (id),
    member TEXT NOT NULL REFERENCES members (id),
    UNIQUE (class_id, member)
) STRICT;
CREATE INDEX class_line_by_member ON class_line (member);

-- Who had their turn for a listing, and with which place in line.
CREATE TABLE line_turns (
    listing_id TEXT NOT NULL REFERENCES listings (id),
    line_n INTEGER NOT NULL,
    PRIMARY KEY (listing_id, line_n)
) STRICT, WITHOUT ROWID;
