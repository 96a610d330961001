//! Groups, personas, leaving, removing.

use contract::api;
use contract::change::ChangeKind;
use contract::group::{HistoryRule, NewGroup, Policy, Role};
use contract::invite::InviteKind;
use contract::{Code, GroupId, MemberId};

use crate::people::{Person, held, persona, refused};
use crate::server::Server;

#[tokio::test]
async fn a_group_and_its_host() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let first = host.new_group(Policy::default()).await;
    let policy = Policy { history: HistoryRule::All, capacity: 20, invite_qr_limit: 10, ..Policy::default() };
    let second = host.new_group(policy.clone()).await;
    assert_eq!((second.member_count, second.me.role), (1, Role::Host));
    assert_eq!(host.get(api::GROUP, &[second.id.as_str()]).await.unwrap().policy, policy);
    let listed = host.all(api::GROUPS, &[], 1).await;
    assert_eq!(listed.iter().map(|g| &g.id).collect::<Vec<_>>(), [&second.id, &first.id]);

    let bad = NewGroup {
        name: " ".into(),
        about: String::new(),
        persona: persona("群主"),
        policy: Some(Policy { capacity: 501, ..Policy::default() }),
        sibling_of: None,
    };
    let problem = host.send(api::NEW_GROUP, &[], &bad).await.unwrap_err();
    let pointers: Vec<_> = problem.errors.iter().map(|e| e.pointer.as_str()).collect();
    assert_eq!(problem.code, Code::ValidationFailed);
    assert_eq!(pointers, ["/name", "/policy/capacity"]);
}

#[tokio::test]
async fn outsiders_learn_nothing() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let outsider = Person::verified(&server).await;
    let stranger = Person::stranger(&server);
    let id = group.id.as_str();
    for row in
        api::TABLE.iter().filter(|r| r.method == contract::Method::Get && r.path.starts_with("/groups/{"))
    {
        let path = row.path.replace("{group}", id);
        let get = |person: &Person| person.request("GET", &path).send();
        let answer = crate::people::read::<serde_json::Value>(get(&outsider).await.unwrap()).await;
        assert_eq!(refused(answer), Code::NotMember, "{path}");
        let answer = crate::people::read::<serde_json::Value>(get(&stranger).await.unwrap()).await;
        assert_eq!(refused(answer), Code::Unauthenticated, "{path}");
    }
    assert_eq!(refused(outsider.get(api::GROUP, &["nope"]).await), Code::NotFound);
}

#[tokio::test]
async fn a_group_is_entered_by_invitation_alone() {
    let server = Server::start();
    let studio = crate::market::Studio::open(&server, Policy::default(), 86_400).await;
    let id = studio.group.id.as_str();
    let ends_at = studio.group.created_at.plus_s(86_400);
    let listing = studio.list(8_000).await;
    let deal = studio.host.send(api::NEW_DEAL, &[id], &crate::groupbuy::new_deal(ends_at)).await.unwrap();
    let pledge = contract::groupbuy::NewPledge { quantity: 1, ..Default::default() };
    let pledge = studio.seller.send(api::NEW_PLEDGE, &[deal.id.as_str()], &pledge).await.unwrap();
    let pledge = pledge.your_pledge.unwrap().id;
    let post = studio.host.get(api::POSTS, &[id]).await.unwrap().items.remove(0);
    let comment =
        contract::feed::NewComment { body: "我来".into(), ..contract::feed::NewComment::default() };
    let comment = studio.host.send(api::NEW_COMMENT, &[post.id.as_str()], &comment).await.unwrap();
    let (chain, entry) = crate::chains::started(&studio.host, id).await;
    let poll = crate::poll::asked(&studio.host, &studio.group.id, false).await;
    let event = crate::event::announced(&studio.host, &studio.group.id, None).await;
    let (_, playlist) = crate::moments::listed(&studio.host, &studio.group.id, true).await;
    let row = studio.host.get(api::PLAYLIST, &[playlist.as_str()]).await.unwrap().rows.remove(0).id;
    let lot =
        crate::teams::open(&studio.host, id, |now| crate::teams::in_three(now.plus_s(3600), None)).await;
    let team =
        studio.host.send(api::NEW_TEAM, &[lot.id.as_str()], &api::Done {}).await.unwrap().teams.remove(0).id;
    let bargain = crate::bargains::begun(&studio.host, &studio.group.id).await;
    let circle = crate::circles::made(&studio.host, &studio.group.id).await;
    let relay = crate::relays::begun(&studio.host, &studio.group.id).await;
    let (daily, answer) = crate::dailies::answered(&studio.host, &studio.group.id).await;
    let invite = studio.host.new_invite(&studio.group.id, InviteKind::Personal).await.unwrap();
    let member = crate::market::member_id(&studio.seller, id).await;
    let values = [
        ("{group}", id),
        ("{member}", member.as_str()),
        ("{invite}", invite.id.as_str()),
        ("{post}", post.id.as_str()),
        ("{comment}", comment.id.as_str()),
        ("{class}", studio.class.brief.id.as_str()),
        ("{listing}", listing.id.as_str()),
        ("{deal}", deal.id.as_str()),
        ("{pledge}", pledge.as_str()),
        ("{chain}", chain.as_str()),
        ("{entry}", entry.as_str()),
        ("{poll}", poll.as_str()),
        ("{event}", event.as_str()),
        ("{circle}", circle.as_str()),
        ("{playlist}", playlist.as_str()),
        ("{playlist_row}", row.as_str()),
        ("{team}", team.as_str()),
        ("{bargain}", bargain.as_str()),
        ("{relay}", relay.id.as_str()),
        ("{relay_entry}", relay.recent.last().map_or("", |entry| entry.id.as_str())),
        ("{daily}", daily.as_str()),
        ("{daily_answer}", answer.as_str()),
    ];
    let policy = serde_json::to_value(Policy::default()).unwrap();
    let body = |command: &str| match command {
        "NewPost" => serde_json::json!({"body": "我在外面", "kind": "note"}),
        "NewComment" | "EditPost" | "EditComment" => serde_json::json!({"body": "我在外面"}),
        "MarkRead" => serde_json::json!({"to": ends_at}),
        "NewUpload" => serde_json::json!({"size": 9, "media_type": "image/png", "sha256": "0".repeat(64)}),
        "React" => serde_json::json!({"kind": "heart", "on": true}),
        "Accept" => serde_json::json!({}),
        "Vote" => serde_json::json!({"choices": [0]}),
        "NewPoll" => serde_json::to_value(crate::poll::new_poll(&["一", "二"], false, ends_at)).unwrap(),
        "NewMoment" | "EditMoment" => {
            serde_json::json!({"post": {"body": "", "kind": "note"}, "moment": {"kind": "book", "title": "书"}})
        }
        "NewPlaylist" => {
            serde_json::json!({"post": {"body": "", "kind": "note"}, "title": "歌", "shared": true})
        }
        "EditPlaylist" => serde_json::json!({"title": "歌", "shared": true}),
        "NewPlaylistRow" => serde_json::json!({"title": "另一首"}),
        "Arrive" => {
            serde_json::json!({"share": "abcdefghij", "to": {"kind": "deal", "id": "d", "title": ""}})
        }
        "Forget" => serde_json::json!({"to": {"kind": "deal", "id": "d", "title": ""}}),
        "Collect" => serde_json::json!({"on": true}),
        "ShownCode" => serde_json::json!({"code": "ABCD2345"}),
        "ChooseLate" => serde_json::json!({"choice": "refund"}),
        "NewCircle" => serde_json::json!({"name": "我在外面", "members": []}),
        "RenameCircle" => serde_json::json!({"name": "我在外面"}),
        "AskMembers" => serde_json::json!({"members": [member]}),
        "NewEvent" => serde_json::to_value(crate::event::new_event(ends_at, None, 0)).unwrap(),
        "SetRsvp" => serde_json::json!({"people": 1}),
        "NewRelay" => serde_json::to_value(crate::relays::new_relay(ends_at)).unwrap(),
        "NewRelayEntry" | "EditDaily" | "NewDailyAnswer" => serde_json::json!({"words": "我在外面"}),
        "NewDaily" => serde_json::to_value(crate::dailies::day_from(ends_at, "我在外面")).unwrap(),
        "NewInvite" => serde_json::json!({"kind": "qr"}),
        "Persona" => serde_json::json!({"nickname": "谁", "avatar": "bloom-indigo"}),
        "SetPolicy" => serde_json::json!({"policy": policy}),
        "SetRole" => serde_json::json!({"role": "host"}),
        "NewSeat" => serde_json::json!({"member_id": member}),
        "MoveClass" => serde_json::json!({"starts_at": ends_at, "duration_min": 60, "place": "外面"}),
        "CancelClass" => serde_json::json!({"notice": "我在外面"}),
        "Refuse" => serde_json::json!({"reason": "我在外面"}),
        "NewPledge" => serde_json::json!({"quantity": 1}),
        "NewListing" => serde_json::to_value(crate::market::offer(&studio.seat, 100)).unwrap(),
        "NewDeal" => serde_json::to_value(crate::groupbuy::new_deal(ends_at)).unwrap(),
        "NewClass" => serde_json::to_value(crate::market::new_class(ends_at, 2, Vec::new())).unwrap(),
        "Done" | "()" => serde_json::json!({}),
        other if crate::chains::sent_with(other, ends_at).is_some() => {
            crate::chains::sent_with(other, ends_at).unwrap()
        }
        other => panic!("nobody knows what to send for {other}"),
    };
    // Every write that stands in a group, with what a member would send.
    let outsider = Person::verified(&server).await;
    for row in api::TABLE.iter().filter(|r| r.method != contract::Method::Get && r.path.contains('{')) {
        // An upload is in no group's sight: to everybody but its maker it is not there.
        // No more is what somebody paid, or got back.
        if ["{photo}", "{payment}", "{refund}"].iter().any(|name| row.path.contains(name)) {
            continue;
        }
        let path = values.iter().fold(row.path.to_owned(), |path, (name, value)| path.replace(name, value));
        assert!(!path.contains('{'), "{path}");
        let request = outsider.request(row.method.as_str(), &path).body(body(row.command).to_string());
        let request = request.header(contract::IDEMPOTENCY_KEY, crate::people::key());
        let answer = crate::people::read::<serde_json::Value>(request.send().await.unwrap()).await;
        assert_eq!(refused(answer), Code::NotMember, "{}", row.name);
    }
    assert!(outsider.get(api::GROUPS, &[]).await.unwrap().items.is_empty());
    assert_eq!(studio.host.get(api::GROUP, &[id]).await.unwrap().member_count, 2);
    outsider.join(held(&invite), "请进来的").await.unwrap();
    assert_eq!(outsider.get(api::GROUPS, &[]).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn members_and_personas() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let mut names = vec!["群主".to_owned()];
    let mut last = host.clone();
    for i in 0..5 {
        names.push(format!("成员{i}"));
        last = host.let_in(&group.id, &format!("成员{i}")).await;
    }
    let listed = host.all(api::MEMBERS, &[id], 2).await;
    assert_eq!(listed.iter().map(|m| m.persona.nickname.clone()).collect::<Vec<_>>(), names);

    let taken = last.send(api::SET_PERSONA, &[id], &persona(" 成员0 ")).await.unwrap_err();
    assert_eq!((taken.code, taken.errors[0].pointer.as_str()), (Code::NicknameTaken, "/nickname"));
    let group_now = last.send(api::SET_PERSONA, &[id], &persona("成员4")).await.unwrap();
    assert_eq!(group_now.me.persona.nickname, "成员4", "one's own nickname is not taken");
    last.send(api::SET_PERSONA, &[id], &persona("Lynn")).await.unwrap();
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let joined = Person::stranger(&server).join(held(&invite), "lynn").await.unwrap_err();
    assert_eq!((joined.code, joined.errors[0].pointer.as_str()), (Code::NicknameTaken, "/persona/nickname"));
    for (nickname, code) in [("ＬＹＮＮ", Code::NicknameTaken), ("Ly\u{200b}nn", Code::ValidationFailed)]
    {
        assert_eq!(
            refused(Person::stranger(&server).join(held(&invite), nickname).await),
            code,
            "{nickname}"
        );
    }
}

#[tokio::test]
async fn leaving_erases_the_persona_and_frees_the_nickname() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    assert_eq!(refused(host.send(api::LEAVE, &[id], &()).await), Code::LastHost);
    let friend = host.let_in(&group.id, "小满").await;
    let personal = friend.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let post = contract::feed::NewPost {
        body: "留下的话".into(),
        kind: contract::feed::PostKind::Note,
        ..contract::feed::NewPost::default()
    };
    friend.send(api::NEW_POST, &[id], &post).await.unwrap();
    friend.send(api::LEAVE, &[id], &()).await.unwrap();
    assert_eq!(refused(friend.get(api::POSTS, &[id]).await), Code::NotMember);
    let left = host.get(api::POSTS, &[id]).await.unwrap().items.remove(0);
    assert_eq!((left.author, left.body.as_str()), (None, "留下的话"));
    assert_eq!(refused(Person::stranger(&server).join(held(&personal), "谁").await), Code::InviteRevoked);
    assert_eq!(host.get(api::GROUP, &[id]).await.unwrap().member_count, 1);
    // The nickname is free, and who left may come back as somebody new.
    let again = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    friend.join(held(&again), "小满").await.unwrap();
    assert!(!friend.get(api::POSTS, &[id]).await.unwrap().items.iter().any(|p| p.body == "留下的话"));
}

#[tokio::test]
async fn who_was_removed_does_not_come_back_by_an_old_code() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let old = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let rude = host.let_in(&group.id, "不客气").await;
    let friend = host.let_in(&group.id, "朋友").await;
    let theirs = rude.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let friends = friend.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let personal = friend.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let member = |me: contract::group::Group| me.me.id;
    let rude_id = member(rude.get(api::GROUP, &[id]).await.unwrap());
    let host_id = member(host.get(api::GROUP, &[id]).await.unwrap());
    let remove = |by: &Person, who: &MemberId| {
        let (by, who, group) = (by.clone(), who.clone(), GroupId::from(id));
        async move { by.send(api::REMOVE_MEMBER, &[group.as_str(), who.as_str()], &()).await }
    };
    assert_eq!(refused(remove(&friend, &rude_id).await), Code::NotYours);
    assert_eq!(refused(remove(&host, &host_id).await), Code::NotYours);
    let cursor = friend.get(api::CHANGES, &[]).await.unwrap().cursor;
    remove(&host, &rude_id).await.unwrap();
    assert_eq!(refused(remove(&host, &rude_id).await), Code::NotFound);
    assert_eq!(refused(rude.get(api::GROUP, &[id]).await), Code::NotMember);
    // Whoever they are now: a person without their account is not known again, so every QR is dead.
    let somebody = Person::stranger(&server);
    for qr in [&old, &theirs, &friends] {
        assert_eq!(refused(rude.join(held(qr), "我回来了").await), Code::InviteRevoked);
        assert_eq!(refused(somebody.join(held(qr), "我是新人").await), Code::InviteRevoked);
    }
    let told = friend.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    let told =
        told.iter().filter(|c| c.kind == ChangeKind::Invite).map(|c| c.id.as_str()).collect::<Vec<_>>();
    assert_eq!(told, [friends.id.as_str()], "the maker of a QR hears that it is dead, nobody of the others'");
    // The ban goes by account, and what a friend gave to one person is theirs to give.
    assert_eq!(refused(rude.join(held(&personal), "我回来了").await), Code::NotAllowed);
    somebody.join(held(&personal), "小满").await.unwrap();
    let fresh = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    rude.join(held(&fresh), "我道歉").await.unwrap();
}
