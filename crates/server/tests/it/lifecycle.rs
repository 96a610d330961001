//! A group's life: its rules change, roles pass on, it ends, another stands beside it.

use contract::api::{self, Done};
use contract::change::{ChangeKind, ChangeOp};
use contract::feed::{NewPost, PostKind};
use contract::group::{Group, HistoryRule, NewGroup, Policy, Role, SetPolicy, SetRole};
use contract::groupbuy::{DealState, NewPledge};
use contract::invite::{InviteKind, InviteRef, InviteState, PreviewInvite};
use contract::{Code, GroupId, Method, Problem};

use crate::market::{Studio, member_id};
use crate::people::{Person, crowd_to, held, persona, read, refused};
use crate::server::Server;

pub async fn set_policy(who: &Person, group: &GroupId, policy: Policy) -> Result<Group, Problem> {
    who.send(api::SET_POLICY, &[group.as_str()], &SetPolicy { policy, was: None }).await
}

async fn set_role(
    who: &Person,
    group: &GroupId,
    whose: &Person,
    role: Role,
) -> Result<contract::group::Member, Problem> {
    let id = member_id(whose, group.as_str()).await;
    who.send(api::SET_ROLE, &[group.as_str(), id.as_str()], &SetRole { role }).await
}

async fn preview(who: &Person, token: &str) -> Result<contract::invite::InvitePreview, Problem> {
    who.send(api::PREVIEW_INVITE, &[], &PreviewInvite { invite: InviteRef::Token(token.into()) }).await
}

#[tokio::test]
async fn a_lower_limit_kills_the_codes_at_once_and_a_higher_one_revives_none() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let member = host.let_in(&group.id, "成员").await;
    let steward = host.let_in(&group.id, "协管").await;
    set_role(&host, &group.id, &steward, Role::Steward).await.unwrap();
    let of_host = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let of_member = member.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let personal = member.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let cursor = member.get(api::CHANGES, &[]).await.unwrap().cursor;

    // Above the head count nothing dies, at it everything does.
    let four = Policy { invite_qr_limit: 4, ..Policy::default() };
    assert_eq!(set_policy(&host, &group.id, four).await.unwrap().qr_closed_at, None);
    let three = Policy { invite_qr_limit: 3, ..Policy::default() };
    let now = set_policy(&host, &group.id, three.clone()).await.unwrap();
    assert!(now.qr_closed_at.is_some() && now.policy == three && now.member_count == 3);
    let told = member.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    let heard = |kind, id: &str| told.iter().any(|c| c.kind == kind && c.id == id);
    assert!(heard(ChangeKind::Group, group.id.as_str()) && heard(ChangeKind::Invite, of_member.id.as_str()));
    assert!(!heard(ChangeKind::Invite, of_host.id.as_str()), "another's invite is not theirs to hear of");

    set_policy(&host, &group.id, Policy::default()).await.unwrap();
    let stranger = Person::stranger(&server);
    for dead in [&of_host, &of_member] {
        assert_eq!(refused(preview(&stranger, held(dead)).await), Code::QrLimitReached);
        assert_eq!(refused(stranger.join(held(dead), "谁").await), Code::QrLimitReached);
    }
    let states = |items: &[contract::invite::Invite]| {
        items.iter().filter(|i| i.kind == InviteKind::Qr).map(|i| i.state).collect::<Vec<_>>()
    };
    let listed = host.get(api::INVITES, &[group.id.as_str()]).await.unwrap().items;
    assert_eq!(states(&listed)[..2], [InviteState::LimitReached; 2]);
    // The member's own invite goes on; the door itself only a host opens again.
    for not_host in [&member, &steward] {
        assert_eq!(refused(not_host.new_invite(&group.id, InviteKind::Qr).await), Code::QrLimitReached);
    }
    stranger.join(held(&personal), "亲自请来的").await.unwrap();
    let fresh = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    stranger.join(held(&fresh), "扫码来的").await.unwrap();
    assert_eq!(host.get(api::GROUP, &[group.id.as_str()]).await.unwrap().qr_closed_at, None);
}

#[tokio::test]
async fn limits_below_the_head_count_close_the_door_and_throw_nobody_out() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let personal = host.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    for name in ["一", "二", "三"] {
        host.let_in(&group.id, name).await;
    }
    let small = Policy { invite_qr_limit: 2, capacity: 2, ..Policy::default() };
    assert_eq!(set_policy(&host, &group.id, small).await.unwrap().member_count, 4);
    let stranger = Person::stranger(&server);
    assert_eq!(refused(preview(&stranger, held(&personal)).await), Code::GroupFull);
    assert_eq!(refused(stranger.join(held(&personal), "谁").await), Code::GroupFull);
    for kind in [InviteKind::Qr, InviteKind::Personal] {
        assert_eq!(refused(host.new_invite(&group.id, kind).await), Code::GroupFull);
    }
    assert_eq!(host.all(api::MEMBERS, &[group.id.as_str()], 100).await.len(), 4);
    // A personal invite is no QR: with room it works again.
    set_policy(&host, &group.id, Policy::default()).await.unwrap();
    stranger.join(held(&personal), "谁").await.unwrap();
}

#[tokio::test]
async fn policies_are_read_by_members_and_changed_by_hosts_who_know_what_they_change() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let old = NewPost { body: "旧话".into(), kind: PostKind::Note, ..NewPost::default() };
    host.send(api::NEW_POST, &[id], &old).await.unwrap();
    let [steward, member] = [host.let_in(&group.id, "协管").await, host.let_in(&group.id, "成员").await];
    set_role(&host, &group.id, &steward, Role::Steward).await.unwrap();
    let open = Policy { history: HistoryRule::All, invite_ttl_s: 3600, ..Policy::default() };
    for other in [&steward, &member] {
        assert_eq!(refused(set_policy(other, &group.id, open.clone()).await), Code::NotYours);
    }
    assert!(member.get(api::POSTS, &[id]).await.unwrap().items.is_empty());
    set_policy(&host, &group.id, open.clone()).await.unwrap();
    assert_eq!(member.get(api::GROUP, &[id]).await.unwrap().policy, open);
    assert_eq!(
        member.get(api::POSTS, &[id]).await.unwrap().items.len(),
        1,
        "the history rule holds everywhere"
    );
    let invite = host.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    assert_eq!(invite.expires_at.since_ms(invite.made_at), 3_600_000);

    // Two hosts with the same form open: the second hears of the first.
    set_role(&host, &group.id, &steward, Role::Host).await.unwrap();
    let seen = Some(open.clone());
    let first = SetPolicy { policy: Policy { capacity: 300, ..open.clone() }, was: seen.clone() };
    let second = SetPolicy { policy: Policy { hold_s: 60, ..open.clone() }, was: seen };
    host.send(api::SET_POLICY, &[id], &first).await.unwrap();
    assert_eq!(refused(steward.send(api::SET_POLICY, &[id], &second).await), Code::Conflict);
    assert_eq!(host.get(api::GROUP, &[id]).await.unwrap().policy, first.policy);

    let absurd =
        Policy { capacity: 1, invite_qr_limit: 101, invite_ttl_s: 1, hold_s: 1, cut_off_s: 604_801, ..open };
    let problem = set_policy(&host, &group.id, absurd).await.unwrap_err();
    let wrong: Vec<_> = problem.errors.iter().map(|e| e.pointer.as_str()).collect();
    assert_eq!(problem.code, Code::ValidationFailed);
    let fields = ["capacity", "invite_qr_limit", "invite_ttl_s", "hold_s", "cut_off_s"];
    assert_eq!(wrong, fields.map(|field| format!("/policy/{field}")));
    let above = Policy { capacity: 50, invite_qr_limit: 51, ..Policy::default() };
    assert_eq!(
        set_policy(&host, &group.id, above).await.unwrap_err().errors[0].pointer,
        "/policy/invite_qr_limit"
    );
}

#[tokio::test]
async fn the_last_host_hands_over_and_leaves() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let [heir, member] = [host.let_in(&group.id, "接手的").await, host.let_in(&group.id, "成员").await];
    assert_eq!(refused(set_role(&host, &group.id, &host, Role::Member).await), Code::LastHost);
    assert_eq!(refused(host.send(api::LEAVE, &[id], &()).await), Code::LastHost);
    assert_eq!(refused(set_role(&heir, &group.id, &heir, Role::Host).await), Code::NotYours);
    let cursor = heir.get(api::CHANGES, &[]).await.unwrap().cursor;
    let made = set_role(&host, &group.id, &heir, Role::Host).await.unwrap();
    assert_eq!((made.role, made.persona.nickname.as_str()), (Role::Host, "接手的"));
    set_role(&host, &group.id, &heir, Role::Host).await.expect("saying it again changes nothing");
    assert_eq!(heir.get(api::GROUP, &[id]).await.unwrap().me.role, Role::Host);
    let told = heir.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    let of = |kind| told.iter().filter(|c| c.kind == kind && c.op == ChangeOp::Updated).count();
    assert_eq!((of(ChangeKind::Membership), of(ChangeKind::Member)), (1, 1));
    // A host is not made less by another, and steps down alone.
    assert_eq!(refused(set_role(&heir, &group.id, &host, Role::Member).await), Code::NotYours);
    set_role(&host, &group.id, &host, Role::Member).await.unwrap();
    assert_eq!(refused(set_role(&host, &group.id, &member, Role::Steward).await), Code::NotYours);
    host.send(api::LEAVE, &[id], &()).await.unwrap();
    assert_eq!(refused(heir.send(api::LEAVE, &[id], &()).await), Code::LastHost);
    let invite = heir.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let seen = preview(&Person::stranger(&server), held(&invite)).await.unwrap();
    assert_eq!(seen.host.unwrap().nickname, "接手的");
    let nobody = heir.send(api::SET_ROLE, &[id, "nope"], &SetRole { role: Role::Host }).await;
    assert_eq!(refused(nobody), Code::NotFound);
}

#[tokio::test]
async fn a_steward_helps_and_does_not_govern() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let steward = host.let_in(&group.id, "协管").await;
    let other = host.let_in(&group.id, "另一位协管").await;
    let member = host.let_in(&group.id, "成员").await;
    for helper in [&steward, &other] {
        set_role(&host, &group.id, helper, Role::Steward).await.unwrap();
    }
    let remove = async |by: &Person, who: &Person| {
        let who = member_id(who, id).await;
        by.send(api::REMOVE_MEMBER, &[id, who.as_str()], &()).await
    };
    let invite = member.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    steward.send(api::REVOKE_INVITE, &[invite.id.as_str()], &()).await.unwrap();
    for untouched in [&host, &other, &steward] {
        assert_eq!(refused(remove(&steward, untouched).await), Code::NotYours);
    }
    remove(&steward, &member).await.unwrap();
    remove(&host, &other).await.unwrap();
    assert_eq!(refused(set_role(&steward, &group.id, &steward, Role::Host).await), Code::NotYours);
    assert_eq!(refused(steward.send(api::DISSOLVE, &[id], &()).await), Code::NotYours);
}

#[tokio::test]
async fn a_dissolved_group_is_over_for_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let Studio { host, seller, group, .. } = &studio;
    let id = group.id.as_str();
    studio.list(8_000).await;
    let deal = host
        .send(api::NEW_DEAL, &[id], &crate::groupbuy::new_deal(group.created_at.plus_s(86_400)))
        .await
        .unwrap();
    seller
        .send(api::NEW_PLEDGE, &[deal.id.as_str()], &NewPledge { quantity: 1, ..NewPledge::default() })
        .await
        .unwrap();
    let gone = host.let_in(&group.id, "先走的").await;
    gone.send(api::LEAVE, &[id], &()).await.unwrap();
    let qr = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let personal = seller.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let elsewhere = seller.new_group(Policy::default()).await;
    let cursor = seller.get(api::CHANGES, &[]).await.unwrap().cursor;

    // The preview is open when it happens.
    let visitor = Person::stranger(&server);
    preview(&visitor, held(&qr)).await.unwrap();
    assert_eq!(refused(seller.send(api::DISSOLVE, &[id], &()).await), Code::NotYours);
    let mut stream = crate::changes::Stream::open(seller).await;
    let began = stream.next().await.expect("it is open");
    host.send(api::DISSOLVE, &[id], &()).await.unwrap();
    let heard = tokio::time::timeout(core::time::Duration::from_secs(3), stream.next()).await;
    assert!(heard.expect("nobody tells them").is_some_and(|cursor| cursor > began));
    for invite in [&qr, &personal] {
        assert_eq!(refused(visitor.join(held(invite), "晚了").await), Code::GroupDissolved);
        for who in [&visitor, host, seller, &gone] {
            assert_eq!(refused(preview(who, held(invite)).await), Code::GroupDissolved);
        }
        assert_eq!(refused(seller.join(held(invite), "回来").await), Code::GroupDissolved);
    }

    // Everybody who asks hears the same; nobody finds it in a list.
    for row in api::TABLE.iter().filter(|r| r.method == Method::Get && r.path.starts_with("/groups/{")) {
        let path = row.path.replace("{group}", id);
        for who in [host, seller, &gone] {
            let answer = read::<serde_json::Value>(who.request("GET", &path).send().await.unwrap()).await;
            assert_eq!(refused(answer), Code::GroupDissolved, "{path}");
        }
    }
    for path in [format!("/deals/{}", deal.id), format!("/classes/{}", studio.class.brief.id)] {
        let answer = read::<serde_json::Value>(seller.request("GET", &path).send().await.unwrap()).await;
        assert_eq!(refused(answer), Code::GroupDissolved, "{path}");
    }
    let post = NewPost { body: "还在吗".into(), kind: PostKind::Note, ..NewPost::default() };
    assert_eq!(refused(seller.send(api::NEW_POST, &[id], &post).await), Code::GroupDissolved);
    assert_eq!(refused(set_policy(host, &group.id, Policy::default()).await), Code::GroupDissolved);
    assert_eq!(refused(host.new_invite(&group.id, InviteKind::Qr).await), Code::GroupDissolved);
    assert!(host.get(api::GROUPS, &[]).await.unwrap().items.is_empty());
    let left: Vec<_> = seller.get(api::GROUPS, &[]).await.unwrap().items.into_iter().map(|g| g.id).collect();
    assert_eq!(left, [elsewhere.id]);
    let told = seller.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    let over =
        |kind| told.iter().any(|c| c.kind == kind && c.op == ChangeOp::Deleted && c.group_id == group.id);
    assert!(over(ChangeKind::Group) && over(ChangeKind::Membership), "{told:?}");

    // Again changes nothing; who did not host it is told what all are told.
    assert_eq!(host.send(api::DISSOLVE, &[id], &()).await.unwrap(), Done {});
    for other in [seller, &gone] {
        assert_eq!(refused(other.send(api::DISSOLVE, &[id], &()).await), Code::GroupDissolved);
    }
    server.terminate();

    // In the file: nobody is in it, no persona is left, and nobody owes anything.
    use sqlx::Connection;
    let url = format!("sqlite://{}", folder.path().join("qunli.sqlite3").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    for (question, count) in [
        ("SELECT COUNT(*) FROM members WHERE group_id = ? AND (left_at IS NULL OR nickname IS NOT NULL)", 0),
        ("SELECT COUNT(*) FROM members WHERE group_id = ? AND invite_id IS NOT NULL", 0),
        (
            "SELECT COUNT(*) FROM listings WHERE group_id = ? AND (closed_at IS NULL OR state <> 'cancelled')",
            0,
        ),
        ("SELECT COUNT(*) FROM deals WHERE group_id = ? AND state = 'cancelled'", 1),
    ] {
        let found: i64 = sqlx::query_scalar(question).bind(id).fetch_one(&mut db).await.unwrap();
        assert_eq!(found, count, "{question}");
    }
    let states: Vec<String> =
        sqlx::query_scalar("SELECT state FROM pledges").fetch_all(&mut db).await.unwrap();
    assert_eq!((states, deal.state), (vec!["released".to_owned()], DealState::Open));
}

#[tokio::test]
async fn member_500_comes_member_501_does_not_and_the_host_makes_a_sibling() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy { cut_off_s: 60, ..Policy::default() }).await;
    let id = group.id.as_str();
    let member = host.let_in(&group.id, "成员").await;
    let mut personal = Vec::new();
    for _ in 0..3 {
        personal.push(member.new_invite(&group.id, InviteKind::Personal).await.unwrap());
    }
    crowd_to(folder.path(), &group.id, 498).await;
    let stranger = Person::stranger(&server);
    let seen = preview(&stranger, held(&personal[0])).await.unwrap();
    assert_eq!((seen.member_count, seen.places_left), (498, 1));
    assert_eq!(refused(host.new_invite(&group.id, InviteKind::Qr).await), Code::QrLimitReached);
    stranger.join(held(&personal[0]), "第 499 位").await.unwrap();
    let last = stranger.join(held(&personal[1]), "第 500 位").await.unwrap().account.unwrap();
    let last = Person { token: Some(last.session.token), ..stranger.clone() };
    assert_eq!(host.get(api::GROUP, &[id]).await.unwrap().member_count, 500);
    assert_eq!(refused(preview(&stranger, held(&personal[2])).await), Code::GroupFull);
    assert_eq!(refused(stranger.join(held(&personal[2]), "第 501 位").await), Code::GroupFull);
    assert_eq!(refused(member.new_invite(&group.id, InviteKind::Personal).await), Code::GroupFull);

    // Beside it, with the same rules; who is in both sees that they belong together.
    let beside = |name: &str, of: &GroupId| NewGroup {
        name: name.into(),
        about: String::new(),
        persona: persona("栗子"),
        policy: None,
        sibling_of: Some(of.clone()),
    };
    let sibling = host.send(api::NEW_GROUP, &[], &beside("二群", &group.id)).await.unwrap();
    assert_eq!((sibling.sibling_of.as_ref(), &sibling.policy), (Some(&group.id), &group.policy));
    assert_eq!((sibling.member_count, sibling.me.role), (1, Role::Host));
    let newcomer = host.let_in(&sibling.id, "只在二群").await;
    assert_eq!(newcomer.get(api::GROUP, &[sibling.id.as_str()]).await.unwrap().sibling_of, None);
    let invite = host.new_invite(&sibling.id, InviteKind::Qr).await.unwrap();
    last.join(held(&invite), "两群都在").await.unwrap();
    let listed = last.get(api::GROUPS, &[]).await.unwrap().items;
    assert_eq!(listed.iter().map(|g| g.sibling_of.as_ref()).collect::<Vec<_>>(), [Some(&group.id), None]);
    // Only who runs a group puts another beside it.
    let outsider = Person::verified(&server).await;
    let of = |who: &Person, of: &str| {
        let (who, command) = (who.clone(), beside("冒名", &of.into()));
        async move { refused(who.send(api::NEW_GROUP, &[], &command).await) }
    };
    assert_eq!(of(&outsider, id).await, Code::NotMember);
    assert_eq!(of(&outsider, "nope").await, Code::NotFound);
    let simple = host.let_in_verified(&server, &sibling.id, "只是成员").await;
    assert_eq!(of(&simple, sibling.id.as_str()).await, Code::NotYours);

    // A place that is free again is taken by the invite that waited.
    last.send(api::LEAVE, &[id], &()).await.unwrap();
    stranger.join(held(&personal[2]), "等到了").await.unwrap();
    assert_eq!(host.get(api::GROUP, &[id]).await.unwrap().member_count, 500);
}
