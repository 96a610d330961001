-- Circles: members of a group who each agreed. `maker` looks after it.
CREATE TABLE circles (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT NOT NULL REFERENCES groups (id),
    maker TEXT NOT NULL REFERENCES members (id),
    name TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    dissolved_at INTEGER
) STRICT;
CREATE INDEX circles_by_maker ON circles (maker) WHERE dissolved_at IS NULL;

-- What each member who was asked answered, and when: `asked` is no answer yet, `joined` alone opens the posts.
CREATE TABLE circle_members (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    circle_id TEXT NOT NULL REFERENCES circles (id),
    member TEXT NOT NULL REFERENCES members (id),
    answer TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (circle_id, member)
) STRICT;
CREATE INDEX circles_of_member ON circle_members (member);

-- Whom a post is for; NULL: everybody in the group. And who is told of a change.
ALTER TABLE posts ADD COLUMN circle_id TEXT REFERENCES circles (id);
CREATE INDEX posts_of_circle ON posts (circle_id) WHERE circle_id IS NOT NULL;
ALTER TABLE changes ADD COLUMN circle_id TEXT;
