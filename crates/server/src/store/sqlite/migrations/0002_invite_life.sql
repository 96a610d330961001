-- A group may stand beside one that was full.
ALTER TABLE groups ADD COLUMN sibling_of TEXT REFERENCES groups (id);

-- By which invite somebody came; unknown for those who came before this was written down.
ALTER TABLE members ADD COLUMN invite_id TEXT REFERENCES invites (id);
CREATE INDEX members_by_invite ON members (invite_id, n) WHERE invite_id IS NOT NULL;
