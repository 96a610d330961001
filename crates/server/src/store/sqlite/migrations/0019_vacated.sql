-- The seat of a member who left while the class was full and somebody waited: a host offers it to the line.
ALTER TABLE listings ADD COLUMN vacated INTEGER NOT NULL DEFAULT 0;
