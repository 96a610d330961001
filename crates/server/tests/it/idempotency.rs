//! One intent, one effect, one answer.

use contract::account::{PhoneAndCode, RequestCode};
use contract::feed::{NewPost, PostKind};
use contract::group::Policy;
use contract::invite::{InviteKind, InviteRef, Join};
use contract::{Code, api};

use crate::people::{Person, held, key, persona, refused};
use crate::server::Server;

fn post(body: &str) -> NewPost {
    NewPost { body: body.into(), kind: PostKind::Note, ..NewPost::default() }
}

#[tokio::test]
async fn the_same_intent_gets_the_same_answer() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let (id, intent) = (group.id.as_str(), key());
    let first = host.send_as(&intent, api::NEW_POST, &[id], &post("一次")).await.unwrap();
    let second = host.send_as(&intent, api::NEW_POST, &[id], &post("一次")).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(host.get(api::POSTS, &[id]).await.unwrap().items.len(), 1);
    // Another body under the same key is another intent by mistake.
    let other = host.send_as(&intent, api::NEW_POST, &[id], &post("两次")).await;
    assert_eq!(refused(other), Code::IdempotencyMismatch);
    // The key is scoped to the account: somebody else may use it.
    let friend = host.let_in(&group.id, "朋友").await;
    friend.send_as(&intent, api::NEW_POST, &[id], &post("我的")).await.unwrap();
}

#[tokio::test]
async fn concurrent_doubles_do_one_thing() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let intent = key();
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (host, group, intent) = (host.clone(), group.id.clone(), intent.clone());
            tokio::spawn(async move {
                host.send_as(&intent, api::NEW_POST, &[group.as_str()], &post("一次")).await.unwrap()
            })
        })
        .collect();
    let mut ids = Vec::new();
    for task in tasks {
        ids.push(task.await.unwrap().id);
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(host.get(api::POSTS, &[group.id.as_str()]).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn joining_again_gets_the_same_secrets_even_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let invite = host.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let command =
        Join { invite: InviteRef::Token(held(&invite).into()), persona: persona("一次"), share: None };
    let intent = key();
    let stranger = Person::stranger(&server);
    let first = stranger.send_as(&intent, api::JOIN, &[], &command).await.unwrap();
    server.kill_9();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let second = stranger.at(&server).send_as(&intent, api::JOIN, &[], &command).await.unwrap();
    assert_eq!(first, second);
    // Another intent meets the used invite.
    assert_eq!(refused(stranger.at(&server).send(api::JOIN, &[], &command).await), Code::InviteUsed);
}

#[tokio::test]
async fn signing_in_again_gets_the_same_session() {
    let server = Server::start();
    let stranger = Person::stranger(&server);
    let phone = "13911112222";
    stranger.send(api::REQUEST_CODE, &[], &RequestCode { phone: phone.into() }).await.unwrap();
    let command = PhoneAndCode { phone: phone.into(), code: server.code_for(phone) };
    let intent = key();
    let first = stranger.send_as(&intent, api::SIGN_IN, &[], &command).await.unwrap();
    let second = stranger.send_as(&intent, api::SIGN_IN, &[], &command).await.unwrap();
    assert_eq!(first, second);
}

#[tokio::test]
async fn every_write_needs_a_key_in_its_form() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    for row in api::TABLE.iter().filter(|row| row.method != contract::Method::Get) {
        for (header, code) in
            [(None, "required"), (Some("short"), "invalid"), (Some(&*"g".repeat(32)), "invalid")]
        {
            let mut request = host.request(row.method.as_str(), row.path).body("{}");
            if let Some(header) = header {
                request = request.header(contract::IDEMPOTENCY_KEY, header);
            }
            let answer = crate::people::read::<serde_json::Value>(request.send().await.unwrap()).await;
            let problem = answer.expect_err(row.name);
            assert_eq!(problem.code, Code::ValidationFailed, "{}", row.name);
            assert_eq!(problem.errors[0].pointer, "/headers/idempotency-key", "{}", row.name);
            assert_eq!(problem.errors[0].code, code, "{}", row.name);
        }
    }
}
