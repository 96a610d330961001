-- What WeChat knows people by, keyed-hashed; nothing of their profile. `source` is the app that an openid belongs to,
-- or `union`.
CREATE TABLE wechat_people (
    hash TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX wechat_people_by_account ON wechat_people (account_id, source);

-- Ways to WeChat that were begun. `account_id`: who links; none for signing in. `intent`: who came back with it first.
CREATE TABLE wechat_states (
    hash TEXT PRIMARY KEY,
    key_hash TEXT NOT NULL,
    account_id TEXT,
    intent TEXT,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX wechat_states_by_age ON wechat_states (expires_at);
