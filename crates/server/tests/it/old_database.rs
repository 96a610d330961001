//! A folder that an older server wrote goes on working.

use contract::api;
use contract::group::{Policy, Role};
use contract::invite::InviteState;
use server::secret::token_hash;
use sqlx::Connection;

use crate::people::{Person, held};
use crate::server::Server;

/// The tables as the first version made them, with a host, a member who came by a QR, and that QR.
async fn written_by_the_first_version(folder: &std::path::Path) -> (String, String) {
    let url = format!("sqlite://{}?mode=rwc", folder.join("qunli.sqlite3").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let all = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/sqlite/migrations");
    let mut migrations = sqlx::migrate::Migrator::new(all).await.unwrap();
    migrations.migrations.to_mut().truncate(1);
    migrations.run(&mut db).await.unwrap();
    let (token, secret) = ("q1_host".to_owned(), domain::code::token(&[9; 32]));
    let policy = serde_json::to_string(&Policy::default()).unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64;
    for (sql, texts) in [
        ("INSERT INTO accounts (id, phone, created_at) VALUES ('a1', '13912345678', ?1)", vec![]),
        ("INSERT INTO accounts (id, created_at) VALUES ('a2', ?1)", vec![]),
        (
            "INSERT INTO sessions (hash, account_id, created_at, last_used_at) VALUES (?2, 'a1', ?1, ?1)",
            vec![token_hash(&token)],
        ),
        (
            "INSERT INTO groups (id, name, about, policy, history_all, created_at) \
             VALUES ('g1', '老群', '', ?2, 0, ?1)",
            vec![policy],
        ),
        (
            "INSERT INTO members (id, group_id, account_id, nickname, nickname_key, avatar, role, joined_at, \
             joined_seq) VALUES ('m1', 'g1', 'a1', '群主', '群主', 'bloom-indigo', 'host', ?1, 0), \
             ('m2', 'g1', 'a2', '老成员', '老成员', 'moon-ash', 'member', ?1, 0)",
            vec![],
        ),
        (
            "INSERT INTO invites (id, group_id, kind, token, code, made_by, made_at, expires_at, joined_count) \
             VALUES ('i1', 'g1', 'qr', ?2, ?3, 'm1', ?1, ?1 + 600000, 1)",
            vec![secret.clone(), domain::code::invite_code(&[9; 32])],
        ),
    ] {
        let mut statement = sqlx::query(sql).bind(now);
        for text in texts {
            statement = statement.bind(text);
        }
        statement.execute(&mut db).await.unwrap();
    }
    db.close().await.unwrap();
    (token, secret)
}

#[tokio::test]
async fn a_folder_of_the_first_version_opens_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (token, secret) = written_by_the_first_version(folder.path()).await;
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let stranger = Person::stranger(&server);
    let host = Person { token: Some(token), ..stranger.clone() };
    let group = host.get(api::GROUPS, &[]).await.unwrap().items.remove(0);
    assert_eq!((group.name.as_str(), group.member_count, group.me.role), ("老群", 2, Role::Host));
    assert_eq!((group.sibling_of, group.policy), (None, Policy::default()));
    let invites = async || host.get(api::INVITES, &["g1"]).await.unwrap().items.remove(0);
    let old = invites().await;
    assert_eq!((held(&old), old.joined_count, old.joined.len()), (secret.as_str(), 1, 0));
    stranger.join(&secret, "新成员").await.unwrap();
    let now = invites().await;
    assert_eq!((now.state, now.joined_count), (InviteState::Open, 2));
    assert_eq!(now.joined[0].persona.nickname, "新成员", "who came before is counted, not named");
    // And once more from the folder as it is now.
    server.terminate();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    assert_eq!(host.at(&server).get(api::GROUP, &["g1"]).await.unwrap().member_count, 3);
}
