-- Words may be changed for a while; announcements may ask each member to confirm; a question may have an answer.
ALTER TABLE posts ADD COLUMN edited_at INTEGER;
ALTER TABLE posts ADD COLUMN roll_call TEXT;
ALTER TABLE posts ADD COLUMN answer TEXT REFERENCES comments (id);
CREATE INDEX posts_urgent ON posts (group_id, created_at) WHERE roll_call = 'safe';

-- `thread` is the number of the comment that a reply stands under; a reply's comment replies to none itself.
ALTER TABLE comments ADD COLUMN edited_at INTEGER;
ALTER TABLE comments ADD COLUMN reply_to TEXT REFERENCES comments (id);
ALTER TABLE comments ADD COLUMN thread INTEGER;
CREATE INDEX comments_by_thread ON comments (post_id, COALESCE(thread, n), n);
CREATE INDEX comments_by_parent ON comments (reply_to) WHERE reply_to IS NOT NULL;

CREATE TABLE reactions (
    post_id TEXT NOT NULL REFERENCES posts (id),
    member TEXT NOT NULL REFERENCES members (id),
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (post_id, member, kind)
) STRICT, WITHOUT ROWID;

-- Who confirmed what an announcement asks.
CREATE TABLE confirmations (
    post_id TEXT NOT NULL REFERENCES posts (id),
    member TEXT NOT NULL REFERENCES members (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (post_id, member)
) STRICT, WITHOUT ROWID;
