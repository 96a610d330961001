//! Invites: who may come in, until when, and how many.

use contract::api;
use contract::feed::Attachment;
use contract::group::{Policy, VerifyBefore};
use contract::groupbuy::{NewDeal, Tier};
use contract::invite::{Invite, InviteKind, InviteRef, InviteState, NewInvite, PreviewInvite};
use contract::{Code, Money, Problem};

use crate::people::{Person, held, refused};
use crate::server::Server;

async fn preview(who: &Person, held: InviteRef) -> Result<contract::invite::InvitePreview, Problem> {
    who.send(api::PREVIEW_INVITE, &[], &PreviewInvite { invite: held }).await
}

fn token(text: &str) -> InviteRef {
    InviteRef::Token(text.into())
}

async fn fill(host: &Person, token: &str, from: u32, to: u32) {
    let joins: Vec<_> = (from..to)
        .map(|i| {
            let (guest, token) = (Person { token: None, ..host.clone() }, token.to_owned());
            tokio::spawn(async move { guest.join(&token, &format!("客人{i}")).await.unwrap() })
        })
        .collect();
    for join in joins {
        join.await.unwrap();
    }
}

#[tokio::test]
async fn member_100_comes_by_qr_and_member_101_does_not_for_good() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let qr = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let second_qr = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    fill(&host, held(&qr), 1, 98).await;
    let stranger = Person::stranger(&server);
    let seen = preview(&stranger, token(held(&qr))).await.unwrap();
    assert_eq!((seen.member_count, seen.places_left), (98, 2));
    stranger.join(held(&qr), "第 99 位").await.unwrap();
    assert_eq!(host.get(api::GROUP, &[id]).await.unwrap().qr_closed_at, None);
    let hundredth = stranger.join(held(&qr), "第 100 位").await.unwrap().account.unwrap();
    let hundredth = Person { token: Some(hundredth.session.token), ..stranger.clone() };

    let now = host.get(api::GROUP, &[id]).await.unwrap();
    assert_eq!(now.member_count, 100);
    assert!(now.qr_closed_at.is_some());
    for dead in [&qr, &second_qr] {
        assert_eq!(refused(preview(&stranger, token(held(dead))).await), Code::QrLimitReached);
        assert_eq!(refused(stranger.join(held(dead), "第 101 位").await), Code::QrLimitReached);
    }
    let states: Vec<_> = host.get(api::INVITES, &[id]).await.unwrap().items.iter().map(|i| i.state).collect();
    assert_eq!(states, [InviteState::LimitReached; 2]);
    assert_eq!(refused(host.new_invite(&group.id, InviteKind::Qr).await), Code::QrLimitReached);

    // A member brings number 101 in person.
    let personal = hundredth.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    assert_eq!(preview(&stranger, token(held(&personal))).await.unwrap().places_left, 1);
    stranger.join(held(&personal), "第 101 位").await.unwrap();

    // Two leave: the old codes stay dead, a member may not open the door, a host may.
    for nickname in ["第 100 位", "第 101 位"] {
        let member = host.all(api::MEMBERS, &[id], 100).await;
        let member = member.iter().find(|m| m.persona.nickname == nickname).unwrap();
        host.send(api::REMOVE_MEMBER, &[id, member.id.as_str()], &()).await.unwrap();
    }
    assert_eq!(refused(stranger.join(held(&qr), "再来").await), Code::QrLimitReached);
    let member = {
        let personal = host.new_invite(&group.id, InviteKind::Personal).await.unwrap();
        let joined = stranger.join(held(&personal), "又一位").await.unwrap();
        Person { token: Some(joined.account.unwrap().session.token), ..stranger.clone() }
    };
    member.send(api::LEAVE, &[id], &()).await.unwrap();
    let member = host.all(api::MEMBERS, &[id], 100).await.len();
    assert_eq!(member, 99);
    let fresh = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    assert_eq!(host.get(api::GROUP, &[id]).await.unwrap().qr_closed_at, None);
    stranger.join(held(&fresh), "又第 100 位").await.unwrap();
    assert_eq!(refused(stranger.join(held(&fresh), "又第 101 位").await), Code::QrLimitReached);
}

#[tokio::test]
async fn a_personal_invite_works_once_and_the_capacity_holds() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy { invite_qr_limit: 2, capacity: 3, ..Policy::default() }).await;
    let first = host.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let spare = host.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let last = host.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let stranger = Person::stranger(&server);
    stranger.join(held(&first), "一").await.unwrap();
    assert_eq!(refused(stranger.join(held(&first), "二").await), Code::InviteUsed);
    assert_eq!(refused(preview(&stranger, token(held(&first))).await), Code::InviteUsed);
    stranger.join(held(&spare), "二").await.unwrap();
    assert_eq!(refused(stranger.join(held(&last), "三").await), Code::GroupFull);
    assert_eq!(refused(preview(&stranger, token(held(&last))).await), Code::GroupFull);
    assert_eq!(refused(host.new_invite(&group.id, InviteKind::Personal).await), Code::GroupFull);
}

#[tokio::test]
async fn an_invite_expires_to_the_second_by_the_servers_clock() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy { invite_ttl_s: 3600, ..Policy::default() }).await;
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    assert_eq!(invite.expires_at.since_ms(invite.made_at), 3_600_000);
    server.terminate();
    // Restarting takes time of its own: twenty seconds before, and one after.
    let server = Server::start_in(folder.path(), &["--clock-offset-s", "3580", "--rate-limits", "off"]);
    Person::stranger(&server).join(held(&invite), "赶上了").await.unwrap();
    server.terminate();
    let server = Server::start_in(folder.path(), &["--clock-offset-s", "3600", "--rate-limits", "off"]);
    let stranger = Person::stranger(&server);
    assert_eq!(refused(preview(&stranger, token(held(&invite))).await), Code::InviteExpired);
    assert_eq!(refused(stranger.join(held(&invite), "没赶上").await), Code::InviteExpired);
    let seen = host.at(&server).get(api::INVITES, &[group.id.as_str()]).await.unwrap().items.remove(0);
    assert_eq!((seen.state, seen.joined_count), (InviteState::Expired, 1));
}

#[tokio::test]
async fn the_servers_own_clock_decides_about_the_last_second() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy { invite_ttl_s: 60, ..Policy::default() }).await;
    let usual = host.new_group(Policy::default()).await;
    let usual = host.new_invite(&usual.id, InviteKind::Qr).await.unwrap();
    assert_eq!(
        usual.expires_at.since_ms(usual.made_at),
        7 * 86_400_000,
        "seven days, unless the policy says other"
    );
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    server.terminate();
    // Restarting costs some of the five seconds that are left: if all of them, there is nothing to see.
    let server = Server::start_in(folder.path(), &["--clock-offset-s", "55", "--rate-limits", "off"]);
    let stranger = Person::stranger(&server);
    let clock = async || stranger.get(api::INFO, &[]).await.unwrap().server_time;
    assert!(clock().await < invite.expires_at, "the restart took too long");
    loop {
        match preview(&stranger, token(held(&invite))).await {
            Ok(seen) => assert!(seen.server_time < invite.expires_at, "open after {}", invite.expires_at.0),
            Err(problem) => {
                assert_eq!(problem.code, Code::InviteExpired);
                assert!(clock().await >= invite.expires_at, "closed before its time");
                break;
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(refused(stranger.join(held(&invite), "没赶上").await), Code::InviteExpired);
}

#[tokio::test]
async fn who_sees_and_revokes_invites() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let friend = host.let_in(&group.id, "朋友").await;
    let other = host.let_in(&group.id, "旁人").await;
    let noted = NewInvite { kind: InviteKind::Personal, note: Some("楼下邻居".into()), target: None };
    let mine = friend.send(api::NEW_INVITE, &[id], &noted).await.unwrap();
    assert_eq!(friend.get(api::INVITES, &[id]).await.unwrap().items.len(), 1);
    let of_host = host.get(api::INVITES, &[id]).await.unwrap().items;
    assert_eq!(of_host.len(), 3);
    assert_eq!((of_host[0].note.as_deref(), of_host[0].yours), (None, false), "a note is for its maker");
    assert_eq!(mine.note.as_deref(), Some("楼下邻居"));
    let secrets = |i: &Invite| (i.token.is_some(), i.code.is_some());
    assert_eq!(of_host.iter().map(secrets).collect::<Vec<_>>(), [(false, false), (true, true), (true, true)]);
    let told = serde_json::to_string(&host.get(api::INVITES, &[id]).await.unwrap()).unwrap();
    assert!(!told.contains(held(&mine)) && !told.contains(mine.code.as_deref().unwrap()));
    assert_eq!(refused(other.send(api::REVOKE_INVITE, &[mine.id.as_str()], &()).await), Code::NotYours);
    let revoked = host.send(api::REVOKE_INVITE, &[mine.id.as_str()], &()).await.unwrap();
    assert_eq!((revoked.state, secrets(&revoked)), (InviteState::Revoked, (false, false)));
    let stranger = Person::stranger(&server);
    assert_eq!(refused(stranger.join(held(&mine), "谁").await), Code::InviteRevoked);
    assert_eq!(refused(other.send(api::REVOKE_INVITE, &["nope"], &()).await), Code::NotFound);
}

#[tokio::test]
async fn a_preview_shows_what_it_must_and_joins_nothing() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let deal = NewDeal {
        title: "垫子".into(),
        about: "内部的话".into(),
        pick_up: "前台".into(),
        tiers: vec![Tier { from: 1, price: Money::fen(12_800) }],
        minimum: 1,
        stock: None,
        per_member: 1,
        ends_at: group.created_at.plus_s(86_400),
        ..NewDeal::default()
    };
    let deal = host.send(api::NEW_DEAL, &[id], &deal).await.unwrap();
    let target = Attachment { kind: "deal".into(), id: deal.id.to_string(), title: "另一个名字".into() };
    let command = NewInvite { kind: InviteKind::Qr, note: None, target: Some(target) };
    let invite = host.send(api::NEW_INVITE, &[id], &command).await.unwrap();
    assert_eq!(invite.target.as_ref().unwrap().title, "垫子", "the title is the backend's");

    let stranger = Person::stranger(&server);
    // Typed as people type: spaced, small letters.
    let typed = InviteRef::Code(domain::code::spaced(invite.code.as_deref().unwrap()).to_lowercase());
    let seen = preview(&stranger, typed).await.unwrap();
    assert_eq!(seen.host.as_ref().unwrap().nickname, "群主");
    assert!(!seen.already_member);
    let shown = seen.target.clone().unwrap();
    assert_eq!((shown.people, shown.price), (0, Some(Money::fen(12_800))));
    let text = serde_json::to_string(&seen).unwrap();
    assert!(
        !text.contains("内部的话")
            && !text.contains(held(&invite))
            && !text.contains(invite.code.as_deref().unwrap())
    );
    assert_eq!(host.get(api::GROUP, &[id]).await.unwrap().member_count, 1);
    // To a member it says so, whatever became of the invite.
    host.send(api::REVOKE_INVITE, &[invite.id.as_str()], &()).await.unwrap();
    assert!(preview(&host, token(held(&invite))).await.unwrap().already_member);
    assert_eq!(refused(host.join(held(&invite), "我").await), Code::AlreadyMember);
    assert_eq!(refused(preview(&stranger, token("2222")).await), Code::InviteUnknown);
    assert_eq!(refused(preview(&stranger, InviteRef::Code("2222 2222".into())).await), Code::InviteUnknown);

    let foreign = Attachment { kind: "deal".into(), id: "nope".into(), title: String::new() };
    let wrong = NewInvite { kind: InviteKind::Qr, note: None, target: Some(foreign) };
    let wrong = host.send(api::NEW_INVITE, &[id], &wrong).await.unwrap_err();
    assert_eq!(wrong.errors[0].pointer, "/target");
}

#[tokio::test]
async fn a_group_may_want_the_phone_before_joining() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy { verify_before: VerifyBefore::Join, ..Policy::default() }).await;
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    assert_eq!(refused(Person::stranger(&server).join(held(&invite), "谁").await), Code::PhoneUnverified);
    let verified = Person::verified(&server).await;
    assert!(verified.join(held(&invite), "有电话").await.unwrap().account.is_none());
    // A session that ended does not silently become a new account.
    let stale = Person { token: Some("q1_0".into()), ..verified };
    assert_eq!(refused(stale.join(held(&invite), "旧会话").await), Code::Unauthenticated);
}
