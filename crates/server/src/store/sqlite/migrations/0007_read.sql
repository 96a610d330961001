-- How far a member has read the feed; NULL: as far as when they came.
ALTER TABLE members ADD COLUMN read_to INTEGER;
