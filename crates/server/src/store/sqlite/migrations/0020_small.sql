-- Whether a photo has a small version beside it; those of before have none.
ALTER TABLE photos ADD COLUMN small INTEGER NOT NULL DEFAULT 0;
