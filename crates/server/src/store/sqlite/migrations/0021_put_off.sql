-- What was due and could not be done: the server tries it again at this moment, and does the rest meanwhile.
CREATE TABLE put_off (
    id TEXT NOT NULL PRIMARY KEY,
    until INTEGER NOT NULL
) WITHOUT ROWID;
