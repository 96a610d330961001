//! What a visitor at the door sees, and who comes in.

use std::collections::BTreeSet;

use contract::api::{self, Done};
use contract::feed::Attachment;
use contract::group::{Member, Policy};
use contract::groupbuy::{NewDeal, NewPledge, Tier};
use contract::invite::{Invite, InviteKind, InvitePreview, InviteRef, InviteState, NewInvite, PreviewInvite};
use contract::{Code, Method, Money, Problem};
use serde_json::Value;

use crate::market::{Studio, member_id};
use crate::people::{Person, held, read, refused};
use crate::server::Server;

pub async fn preview(who: &Person, invite: &Invite) -> Result<InvitePreview, Problem> {
    let asked = PreviewInvite { invite: InviteRef::Token(held(invite).into()) };
    who.send(api::PREVIEW_INVITE, &[], &asked).await
}

pub async fn point_at(who: &Person, group: &str, kind: &str, id: &str) -> Result<Invite, Problem> {
    let target = Attachment { kind: kind.into(), id: id.into(), title: String::new() };
    let command =
        NewInvite { kind: InviteKind::Personal, note: Some("给楼下邻居".into()), target: Some(target) };
    who.send(api::NEW_INVITE, &[group], &command).await
}

fn mat(ends_at: contract::Timestamp) -> NewDeal {
    NewDeal {
        title: "垫子".into(),
        about: "内部的话".into(),
        pick_up: "前台取".into(),
        tiers: vec![Tier { from: 1, price: Money::fen(12_800) }, Tier { from: 2, price: Money::fen(9_900) }],
        minimum: 1,
        stock: Some(5),
        per_member: 1,
        ends_at,
        ..NewDeal::default()
    }
}

/// Every path to a value, items of a list as one.
fn keys(value: &Value, at: &str, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            out.insert(format!("{at}/{key}"));
            keys(value, &format!("{at}/{key}"), out);
        }),
        Value::Array(items) => items.iter().for_each(|item| keys(item, at, out)),
        _ => {}
    }
}

const SHOWN: &str = "/about /already_member /expires_at /group_id /group_name /history /host /host/avatar \
    /host/nickname /inviter /inviter/avatar /inviter/nickname /kind /member_count /places_left /server_time \
    /share /verify_before";
const ATTACHED: &str = "/target /target/attachment /target/attachment/id /target/attachment/kind \
    /target/attachment/title /target/people /target/price /target/price/amount /target/price/currency";
const TIERS: &str = "/target/tiers /target/tiers/from /target/tiers/price /target/tiers/price/amount \
    /target/tiers/price/currency";

#[tokio::test]
async fn a_preview_says_what_it_must_and_leaks_nothing_else() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let id = studio.group.id.as_str();
    let listing = studio.list(8_000).await;
    let deal =
        studio.host.send(api::NEW_DEAL, &[id], &mat(studio.group.created_at.plus_s(86_400))).await.unwrap();
    let friend = studio.host.let_in_verified(&server, &studio.group.id, "不会被说出的名字").await;
    friend
        .send(api::NEW_PLEDGE, &[deal.id.as_str()], &NewPledge { quantity: 1, ..NewPledge::default() })
        .await
        .unwrap();
    friend.send(api::CLAIM, &[listing.id.as_str()], &Done {}).await.unwrap();

    let plain = studio.seller.new_invite(&studio.group.id, InviteKind::Qr).await.unwrap();
    let to_deal = point_at(&studio.seller, id, "deal", deal.id.as_str()).await.unwrap();
    let to_seat = point_at(&studio.seller, id, "listing", listing.id.as_str()).await.unwrap();
    let signed_in = Person::verified(&server).await;
    for (invite, wanted) in [
        (&plain, SHOWN.to_owned()),
        (&to_deal, format!("{SHOWN} {ATTACHED} {TIERS}")),
        (&to_seat, format!("{SHOWN} {ATTACHED}")),
    ] {
        let wanted: BTreeSet<String> = wanted.split_whitespace().map(str::to_owned).collect();
        for visitor in [&Person::stranger(&server), &signed_in] {
            let body = serde_json::json!({"invite": {"token": held(invite)}}).to_string();
            let request = visitor.request("POST", api::PREVIEW_INVITE.path);
            let request = request.header(contract::IDEMPOTENCY_KEY, crate::people::key()).body(body);
            let shown: Value = read(request.send().await.unwrap()).await.unwrap();
            let mut found = BTreeSet::new();
            keys(&shown, "", &mut found);
            assert_eq!(found, wanted);
            let text = shown.to_string();
            let code = invite.code.clone().unwrap();
            // Phones, whole or masked: `139` alone stands in a random id now and then.
            let mut hidden = vec!["不会被说出的名字", "内部的话", "前台取", "邻居", held(invite), &code];
            hidden.extend(["1390000", "139*"]);
            hidden.extend([invite.id.as_str(), invite.made_by.as_ref().unwrap().id.as_str()]);
            assert!(hidden.iter().all(|word| !text.contains(word)), "{text}");
        }
    }
    let seen = preview(&signed_in, &to_deal).await.unwrap();
    let name = |persona: Option<contract::group::Persona>| persona.unwrap().nickname;
    assert_eq!((name(seen.host).as_str(), name(seen.inviter).as_str()), ("群主", "山竹"));
    let target = seen.target.unwrap();
    assert_eq!((target.attachment.title.as_str(), target.people, target.tiers.len()), ("垫子", 1, 2));
    assert_eq!(target.price, Some(Money::fen(12_800)));
    let seat = preview(&signed_in, &to_seat).await.unwrap().target.unwrap();
    assert_eq!((seat.attachment.title.as_str(), seat.price), ("普拉提器械", Some(Money::fen(8_000))));
}

#[tokio::test]
async fn nothing_is_joined_by_opening_a_link() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let invite = host.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let visitor = Person::verified(&server).await;
    let cursor = host.get(api::CHANGES, &[]).await.unwrap().cursor;
    for who in [&visitor, &Person::stranger(&server)] {
        for _ in 0..3 {
            assert!(!preview(who, &invite).await.unwrap().already_member);
        }
    }
    assert_eq!(host.get(api::CHANGES, &[]).await.unwrap().cursor, cursor);
    let now = host.get(api::INVITES, &[group.id.as_str()]).await.unwrap().items.remove(0);
    assert_eq!((now.state, now.joined_count, now.joined), (InviteState::Open, 0, Vec::new()));
    assert!(visitor.get(api::GROUPS, &[]).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn signed_in_and_signed_out_visitors_both_arrive() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    // Nobody yet: the account is made in the same step, with a way back in.
    let stranger = Person::stranger(&server);
    let joined = stranger.join(held(&invite), "没有账号的").await.unwrap();
    let account = joined.account.unwrap();
    assert_eq!(account.recovery_code.len(), 19, "16 characters in fours");
    let fresh = Person { token: Some(account.session.token), ..stranger };
    // Somebody with a phone, and somebody from another group who has none.
    let phoned = Person::verified(&server).await;
    let elsewhere = Person::verified(&server).await;
    let other = elsewhere.new_group(Policy::default()).await;
    let phoneless = elsewhere.let_in(&other.id, "别处的名字").await;
    for (who, name) in [(&phoned, "有手机的"), (&phoneless, "这里的名字")] {
        let joined = who.join(held(&invite), name).await.unwrap();
        assert!(joined.account.is_none(), "who has an account keeps it");
        assert_eq!(joined.member_id, member_id(who, group.id.as_str()).await);
    }
    for (who, name) in [(&fresh, "没有账号的"), (&phoned, "有手机的"), (&phoneless, "这里的名字")]
    {
        let here = who.get(api::GROUPS, &[]).await.unwrap().items.remove(0);
        assert_eq!((here.id, here.me.persona.nickname.as_str()), (group.id.clone(), name));
    }
    // A session that ended is told so: it does not quietly become a new account, and may come in without.
    phoned.send(api::SIGN_OUT, &[], &()).await.unwrap();
    assert_eq!(refused(preview(&phoned, &invite).await), Code::Unauthenticated);
    assert_eq!(refused(phoned.join(held(&invite), "旧会话").await), Code::Unauthenticated);
    Person::stranger(&server).join(held(&invite), "重新来").await.unwrap();
}

#[tokio::test]
async fn a_personal_invite_names_its_inviter_and_cannot_be_passed_on() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let inviter = host.let_in(&group.id, "小满").await;
    let invite = inviter.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let [first, second] = [Person::verified(&server).await, Person::verified(&server).await];
    let seen = preview(&first, &invite).await.unwrap();
    assert_eq!((seen.inviter.unwrap().nickname.as_str(), seen.kind), ("小满", InviteKind::Personal));
    assert_eq!((seen.host.unwrap().nickname.as_str(), seen.places_left), ("群主", 1));
    first.join(held(&invite), "邻居").await.unwrap();
    for other in [&second, &Person::stranger(&server)] {
        assert_eq!(refused(preview(other, &invite).await), Code::InviteUsed);
        assert_eq!(refused(other.join(held(&invite), "转发来的").await), Code::InviteUsed);
    }
    // Who came by it is in: the same link takes them to the group.
    assert!(preview(&first, &invite).await.unwrap().already_member);
    assert_eq!(refused(first.join(held(&invite), "邻居").await), Code::AlreadyMember);
    // Having left, they are not in, and it was used.
    first.send(api::LEAVE, &[id], &()).await.unwrap();
    assert_eq!(refused(first.join(held(&invite), "邻居").await), Code::InviteUsed);
    assert_eq!(refused(preview(&first, &invite).await), Code::InviteUsed);
}

#[tokio::test]
async fn who_came_by_an_invite_is_told_to_who_made_it() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let maker = host.let_in(&group.id, "小满").await;
    let qr = maker.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let personal = maker.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let stranger = Person::stranger(&server);
    for i in 0..22 {
        stranger.join(held(&qr), &format!("客人{i}")).await.unwrap();
    }
    let neighbour = stranger.join(held(&personal), "邻居").await.unwrap().account.unwrap();
    let neighbour = Person { token: Some(neighbour.session.token), ..stranger };
    let names = |joined: &[Member]| joined.iter().map(|m| m.persona.nickname.clone()).collect::<Vec<_>>();
    let of = async |who: &Person, of: &Invite| {
        who.get(api::INVITES, &[id]).await.unwrap().items.into_iter().find(|i| i.id == of.id).unwrap()
    };
    let seen = of(&maker, &qr).await;
    assert_eq!(seen.joined_count, 22);
    assert_eq!(names(&seen.joined), (2..22).rev().map(|i| format!("客人{i}")).collect::<Vec<_>>());
    assert_eq!(names(&of(&maker, &personal).await.joined), ["邻居"]);
    // Hosts hear how many: who knows whom is nobody's map.
    let seen = of(&host, &qr).await;
    assert_eq!((seen.joined_count, seen.joined), (22, Vec::new()));
    // Who renames is shown as now, who leaves is not shown; that somebody came stays.
    neighbour.send(api::SET_PERSONA, &[id], &crate::people::persona("改了名")).await.unwrap();
    assert_eq!(names(&of(&maker, &personal).await.joined), ["改了名"]);
    neighbour.send(api::LEAVE, &[id], &()).await.unwrap();
    let seen = of(&maker, &personal).await;
    assert_eq!((seen.joined_count, &seen.joined, seen.state), (1, &Vec::new(), InviteState::Used));
    // Nor is it written down any longer who came: by leaving, or by being removed.
    let guest = of(&maker, &qr).await.joined.remove(0);
    host.send(api::REMOVE_MEMBER, &[id, guest.id.as_str()], &()).await.unwrap();
    assert_eq!(of(&maker, &qr).await.joined_count, 22);
    // What is used up stays that: taking it back tells nothing else of it.
    for who in [&maker, &host] {
        let again = who.send(api::REVOKE_INVITE, &[personal.id.as_str()], &()).await.unwrap();
        assert_eq!((again.state, again.joined_count), (InviteState::Used, 1));
    }
    server.terminate();
    use sqlx::Connection;
    let url = format!("sqlite://{}", folder.path().join("qunli.sqlite3").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    for (question, count) in [
        ("SELECT COUNT(*) FROM members WHERE left_at IS NOT NULL AND invite_id IS NOT NULL", 0),
        ("SELECT COUNT(*) FROM members WHERE left_at IS NOT NULL", 2),
        ("SELECT COUNT(*) FROM members WHERE invite_id IS NOT NULL", 22),
    ] {
        let found: i64 = sqlx::query_scalar(question).fetch_one(&mut db).await.unwrap();
        assert_eq!(found, count, "{question}");
    }
}

#[tokio::test]
async fn revoking_is_final() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let stranger = Person::stranger(&server);
    stranger.join(held(&invite), "赶上了").await.unwrap();
    for _ in 0..2 {
        let now = host.send(api::REVOKE_INVITE, &[invite.id.as_str()], &()).await.unwrap();
        assert_eq!((now.state, now.joined_count), (InviteState::Revoked, 1));
    }
    // Nothing that a host can do brings it back.
    let fresh = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    crate::lifecycle::set_policy(&host, &group.id, Policy { invite_qr_limit: 50, ..Policy::default() })
        .await
        .unwrap();
    for held in [InviteRef::Token(held(&invite).into()), InviteRef::Code(invite.code.clone().unwrap())] {
        let answer = stranger.send(api::PREVIEW_INVITE, &[], &PreviewInvite { invite: held }).await;
        assert_eq!(refused(answer), Code::InviteRevoked);
    }
    assert_eq!(refused(stranger.join(held(&invite), "晚了").await), Code::InviteRevoked);
    stranger.join(held(&fresh), "用新的").await.unwrap();
}

#[tokio::test]
async fn an_invite_that_points_at_a_deal_shows_it_and_buying_needs_joining() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let deal = host.send(api::NEW_DEAL, &[id], &mat(group.created_at.plus_s(86_400))).await.unwrap();
    let [for_one, for_other] = [
        point_at(&host, id, "deal", deal.id.as_str()).await.unwrap(),
        point_at(&host, id, "deal", deal.id.as_str()).await.unwrap(),
    ];
    let buyer = Person::verified(&server).await;
    let buy = async || {
        buyer
            .send(api::NEW_PLEDGE, &[deal.id.as_str()], &NewPledge { quantity: 1, ..NewPledge::default() })
            .await
    };
    assert_eq!(preview(&buyer, &for_one).await.unwrap().target.unwrap().people, 0);
    assert_eq!(refused(buy().await), Code::NotMember);
    buyer.join(held(&for_one), "来买的").await.unwrap();
    assert_eq!(buy().await.unwrap().people, 1);
    let visitor = Person::stranger(&server);
    assert_eq!(preview(&visitor, &for_other).await.unwrap().target.unwrap().people, 1);
    // What is over is not shown, and the invite still lets in.
    host.send(api::CANCEL_DEAL, &[deal.id.as_str()], &Done {}).await.unwrap();
    assert_eq!(preview(&visitor, &for_other).await.unwrap().target, None);
    visitor.join(held(&for_other), "照样进来").await.unwrap();
    for (kind, id_of) in [("deal", deal.id.as_str()), ("post", "x"), ("listing", "nope")] {
        assert_eq!(refused(point_at(&host, id, kind, id_of).await), Code::ValidationFailed);
    }
}

#[tokio::test]
async fn a_copied_link_says_to_outsiders_that_it_is_closed_and_no_more() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let id = studio.group.id.as_str();
    let listing = studio.list(8_000).await;
    let deal =
        studio.host.send(api::NEW_DEAL, &[id], &mat(studio.group.created_at.plus_s(86_400))).await.unwrap();
    let post = studio.host.get(api::POSTS, &[id]).await.unwrap().items.remove(0);
    let (chain, _) = crate::chains::started(&studio.host, id).await;
    let poll = crate::poll::asked(&studio.host, &studio.group.id, false).await;
    let event = crate::event::announced(&studio.host, &studio.group.id, None).await;
    let (_, playlist) = crate::moments::listed(&studio.host, &studio.group.id, true).await;
    let circle = crate::circles::made(&studio.host, &studio.group.id).await;
    let relay = crate::relays::begun(&studio.host, &studio.group.id).await;
    let (daily, _) = crate::dailies::answered(&studio.host, &studio.group.id).await;
    let photo = crate::photos::posted(&studio.host, &studio.group.id).await;
    let outsider = Person::verified(&server).await;
    let gone = studio.host.let_in(&studio.group.id, "退出的").await;
    gone.send(api::LEAVE, &[id], &()).await.unwrap();
    let mut asked = 0;
    for row in api::TABLE.iter().filter(|r| r.method == Method::Get && r.path.contains('{')) {
        // An upload is in no group's sight: to everybody but its maker it is not there.
        if row.path.contains("{photo}") {
            continue;
        }
        let path = row.path.replace("{group}", id).replace("{post}", post.id.as_str());
        let path = path.replace("{class}", studio.class.brief.id.as_str());
        let path = path.replace("{listing}", listing.id.as_str()).replace("{deal}", deal.id.as_str());
        let path = path.replace("{chain}", &chain).replace("{poll}", poll.as_str());
        let path = path.replace("{event}", event.as_str()).replace("{circle}", circle.as_str());
        let path = path.replace("{playlist}", playlist.as_str());
        let path = path.replace("{photo}", photo.as_str());
        let path = path.replace("{relay}", relay.id.as_str()).replace("{daily}", daily.as_str());
        assert!(!path.contains('{'), "{path}");
        for who in [&outsider, &gone] {
            let answer = who.request("GET", &path).send().await.unwrap();
            let body: Value = answer.json().await.unwrap();
            assert_eq!(body["code"], "not_member", "{path}");
            let said: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(said, ["code", "instance", "status", "title", "type"], "{path}");
        }
        asked += 1;
    }
    assert!(asked >= 14, "{asked}");
}
