//! Who somebody is beyond a group stays with them: nothing tells it, and it can be taken to a new phone.

use contract::account::{PhoneAndCode, Recover, RequestCode};
use contract::api::{self, Done};
use contract::feed::{NewComment, NewPost, PostKind};
use contract::group::{NewGroup, Policy};
use contract::groupbuy::NewPledge;
use contract::invite::InviteKind;
use contract::poll::Vote;
use contract::{Code, Method};

use crate::market::{Studio, member_id};
use crate::people::{Person, held, key, persona, refused};
use crate::server::Server;

/// The texts of everything that somebody can read.
async fn everything(who: &Person, ids: &[(&str, &str)]) -> String {
    let mut all = String::new();
    for row in api::TABLE.iter().filter(|r| r.method == Method::Get) {
        if row.name == "changes.stream" || row.name.starts_with("me.") {
            continue;
        }
        let path = ids.iter().fold(row.path.to_owned(), |path, (name, id)| path.replace(name, id));
        let path = if row.name == "changes.list" { path + "?since=0" } else { path };
        assert!(!path.contains('{'), "{path}");
        let answer = who.request("GET", &path).send().await.unwrap();
        // For a few: who is in a deal, who did not answer a roll call, how far an upload is.
        let few =
            ["pledges.list", "roll_call.missing", "uploads.get", "referral.helpers"].contains(&row.name);
        assert!(answer.status().is_success() || few, "{path} {}", answer.status());
        all += &answer.text().await.unwrap();
    }
    all
}

#[tokio::test]
async fn no_members_real_identity_is_in_any_answer() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let id = studio.group.id.as_str();
    let ends_at = studio.group.created_at.plus_s(86_400);
    let deal = studio.host.send(api::NEW_DEAL, &[id], &crate::groupbuy::new_deal(ends_at)).await.unwrap();
    let listing = studio.list(8_000).await;
    // A member who is somebody else elsewhere, and does everything here.
    let known = Person::with_phone(&server, "13977778888").await;
    let other = known
        .send(
            api::NEW_GROUP,
            &[],
            &NewGroup {
                name: "家长圈子".into(),
                about: String::new(),
                persona: persona("团团妈妈"),
                policy: None,
                sibling_of: None,
            },
        )
        .await
        .unwrap();
    let invite = studio.seller.new_invite(&studio.group.id, InviteKind::Qr).await.unwrap();
    known.join(held(&invite), "Lynn").await.unwrap();
    let written = NewPost { body: "大家好".into(), kind: PostKind::Note, ..NewPost::default() };
    let post = known.send(api::NEW_POST, &[id], &written).await.unwrap();
    known
        .send(
            api::NEW_COMMENT,
            &[post.id.as_str()],
            &NewComment { body: "我来".into(), ..NewComment::default() },
        )
        .await
        .unwrap();
    let poll = crate::poll::asked(&known, &studio.group.id, false).await;
    known.send(api::VOTE, &[poll.as_str()], &Vote { choices: vec![0] }).await.unwrap();
    crate::moments::told(&known, &studio.group.id, contract::moment::MomentKind::Review).await;
    let (_, playlist) = crate::moments::listed(&known, &studio.group.id, true).await;
    let event = crate::event::announced(&known, &studio.group.id, None).await;
    let circle = crate::circles::made(&known, &studio.group.id).await;
    for reader in [&studio.host, &studio.seller] {
        let members = vec![member_id(reader, id).await];
        let ask = contract::circle::AskMembers { members };
        known.send(api::ASK_MEMBERS, &[circle.as_str()], &ask).await.unwrap();
        reader.send(api::AGREE, &[circle.as_str()], &Done {}).await.unwrap();
    }
    known
        .send(api::SET_RSVP, &[event.as_str()], &contract::event::SetRsvp { people: 1, wait: false })
        .await
        .unwrap();
    let relay = crate::relays::begun(&known, &studio.group.id).await;
    let daily = crate::dailies::today(&studio.host, &studio.group.id).await;
    let answer = contract::daily::NewDailyAnswer { words: "我也来".into() };
    known.send(api::ANSWER_DAILY, &[daily.as_str()], &answer).await.unwrap();
    let (chain, _) = crate::chains::started(&known, id).await;
    let photo = crate::photos::posted(&known, &studio.group.id).await;
    known
        .send(api::NEW_PLEDGE, &[deal.id.as_str()], &NewPledge { quantity: 1, ..NewPledge::default() })
        .await
        .unwrap();
    known.send(api::CLAIM, &[listing.id.as_str()], &Done {}).await.unwrap();
    known.new_invite(&studio.group.id, InviteKind::Qr).await.unwrap();

    let me = known.get(api::ME, &[]).await.unwrap();
    let here = member_id(&known, id).await;
    let ids = [
        ("{group}", id),
        ("{post}", post.id.as_str()),
        ("{class}", studio.class.brief.id.as_str()),
        ("{listing}", listing.id.as_str()),
        ("{deal}", deal.id.as_str()),
        ("{poll}", poll.as_str()),
        ("{playlist}", playlist.as_str()),
        ("{relay}", relay.id.as_str()),
        ("{daily}", daily.as_str()),
        ("{event}", event.as_str()),
        ("{circle}", circle.as_str()),
        ("{photo}", photo.as_str()),
        ("{chain}", chain.as_str()),
    ];
    let secrets = [
        "13977778888",
        "139****8888",
        "****",
        me.id.as_str(),
        known.token.as_deref().unwrap(),
        "团团妈妈",
        "家长圈子",
        other.id.as_str(),
        other.me.id.as_str(),
    ];
    for reader in [&studio.host, &studio.seller] {
        let read = everything(reader, &ids).await;
        assert!(read.contains("Lynn") && read.contains(here.as_str()), "the search itself must work");
        for secret in secrets {
            assert!(!read.contains(secret), "{secret} is told to another member");
        }
    }
    // Nor is it in what writes answer.
    let mut answered = String::new();
    for (path, body) in [
        (format!("/listings/{}/confirm", listing.id), String::new()),
        (format!("/deals/{}/cancel", deal.id), String::new()),
        (format!("/groups/{id}/members/{here}/role"), r#"{"role":"steward"}"#.to_owned()),
        (format!("/groups/{id}/invites"), r#"{"kind":"qr"}"#.to_owned()),
        ("/invites/preview".to_owned(), format!(r#"{{"invite":{{"token":"{}"}}}}"#, held(&invite))),
    ] {
        let (who, method) = match path.contains("role") {
            true => (&studio.host, "PUT"),
            false if path.contains("listings") => (&studio.seller, "POST"),
            false => (&studio.host, "POST"),
        };
        let request = who.request(method, &path).header(contract::IDEMPOTENCY_KEY, key()).body(body);
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{path} {}", answer.status());
        answered += &answer.text().await.unwrap();
    }
    assert!(answered.contains("Lynn"));
    assert!(secrets.iter().all(|secret| !answered.contains(secret)), "{answered}");
}

#[tokio::test]
async fn ids_and_tokens_differ_by_group_so_that_personas_cannot_be_joined_up() {
    let server = Server::start();
    let [one, two] = [Person::verified(&server).await, Person::verified(&server).await];
    let groups = [one.new_group(Policy::default()).await, two.new_group(Policy::default()).await];
    let person = Person::verified(&server).await;
    let mut told = Vec::new();
    for (host, group) in [(&one, &groups[0]), (&two, &groups[1])] {
        let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
        person.join(held(&invite), "同一个名字").await.unwrap();
        let mine = person.new_invite(&group.id, InviteKind::Personal).await.unwrap();
        let member = host.all(api::MEMBERS, &[group.id.as_str()], 10).await.remove(1);
        let post = NewPost { body: "同一句话".into(), kind: PostKind::Note, ..NewPost::default() };
        let post = person.send(api::NEW_POST, &[group.id.as_str()], &post).await.unwrap();
        told.push([
            member.id.to_string(),
            mine.id.to_string(),
            held(&mine).to_owned(),
            mine.code.unwrap(),
            post.id.to_string(),
        ]);
    }
    assert!(told[0].iter().all(|value| !told[1].contains(value)));
    // Nor are they made from one another: no half of one is in the other.
    for (a, b) in told[0].iter().zip(&told[1]) {
        assert!(!b.contains(&a[..a.len() / 2]) && !b.contains(&a[a.len() / 2..]), "{a} {b}");
    }
}

#[tokio::test]
async fn an_account_made_by_an_invite_is_itself_again_on_a_new_phone() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let groups = [host.new_group(Policy::default()).await, host.new_group(Policy::default()).await];
    let invite = host.new_invite(&groups[0].id, InviteKind::Qr).await.unwrap();
    let stranger = Person::stranger(&server);
    let account = stranger.join(held(&invite), "小满").await.unwrap().account.unwrap();
    let lost = Person { token: Some(account.session.token.clone()), ..stranger.clone() };
    let second = host.new_invite(&groups[1].id, InviteKind::Qr).await.unwrap();
    lost.join(held(&second), "另一个名字").await.unwrap();
    let post = NewPost { body: "我写的".into(), kind: PostKind::Note, ..NewPost::default() };
    let post = lost.send(api::NEW_POST, &[groups[0].id.as_str()], &post).await.unwrap();
    let mine = lost.new_invite(&groups[0].id, InviteKind::Personal).await.unwrap();

    let wrong = Recover { recovery_code: "2222-2222-2222-2222".into() };
    assert_eq!(refused(stranger.send(api::RECOVER, &[], &wrong).await), Code::RecoveryUnknown);
    let code = Recover { recovery_code: account.recovery_code };
    let session = stranger.send(api::RECOVER, &[], &code).await.unwrap();
    let found = Person { token: Some(session.token), ..stranger };
    let named: Vec<_> =
        found.get(api::GROUPS, &[]).await.unwrap().items.into_iter().map(|g| g.me.persona.nickname).collect();
    assert_eq!(named, ["另一个名字", "小满"]);
    assert!(found.get(api::POST, &[post.id.as_str()]).await.unwrap().yours);
    let kept = found.get(api::INVITES, &[groups[0].id.as_str()]).await.unwrap().items.remove(0);
    assert_eq!((kept.yours, kept.token), (true, mine.token));
    // The invite that it came by takes it in, it does not make a second one.
    assert_eq!(refused(found.join(held(&invite), "小满").await), Code::AlreadyMember);
}

#[tokio::test]
async fn a_phone_is_verified_before_the_first_commitment_and_not_before() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let id = studio.group.id.as_str();
    let ends_at = studio.group.created_at.plus_s(86_400);
    let deal = studio.host.send(api::NEW_DEAL, &[id], &crate::groupbuy::new_deal(ends_at)).await.unwrap();
    let listing = studio.list(8_000).await;
    let newcomer = studio.host.let_in(&studio.group.id, "还没验证").await;
    let me = member_id(&newcomer, id).await;
    let command = crate::market::new_class(ends_at, 8, vec![me]);
    let seat = studio.host.send(api::NEW_CLASS, &[id], &command).await.unwrap().seats.remove(0).id;

    // Two deals for teams: one to open a team in, one whose team waits for somebody.
    let teamed = async || {
        crate::teams::open(&studio.host, id, |now| crate::teams::in_three(now.plus_s(3_600), None)).await
    };
    let (alone, begun) = (teamed().await, teamed().await);
    let begun = studio.host.send(api::NEW_TEAM, &[begun.id.as_str()], &Done {}).await.unwrap();
    let team = begun.teams.first().unwrap().id.clone();
    let full = crate::market::new_class(ends_at, 1, vec![studio.group.me.id.clone()]);
    let full = studio.host.send(api::NEW_CLASS, &[id], &full).await.unwrap().brief.id;

    // Talk, and bringing a friend, commit to nothing.
    let post = NewPost { body: "大家好".into(), kind: PostKind::Note, ..NewPost::default() };
    newcomer.send(api::NEW_POST, &[id], &post).await.unwrap();
    newcomer.new_invite(&studio.group.id, InviteKind::Personal).await.unwrap();
    let commit = async |wanted: Option<Code>| {
        let new_deal = crate::groupbuy::new_deal(ends_at);
        let group = NewGroup {
            name: "新群".into(),
            about: "".into(),
            persona: persona("我"),
            policy: None,
            sibling_of: None,
        };
        let offer = crate::market::offer(&seat, 8_000);
        let told = [
            newcomer
                .send(
                    api::NEW_PLEDGE,
                    &[deal.id.as_str()],
                    &NewPledge { quantity: 1, ..NewPledge::default() },
                )
                .await
                .err(),
            newcomer.send(api::CLAIM, &[listing.id.as_str()], &Done {}).await.err(),
            newcomer.send(api::NEW_LISTING, &[id], &offer).await.err(),
            newcomer.send(api::NEW_DEAL, &[id], &new_deal).await.err(),
            newcomer.send(api::NEW_GROUP, &[], &group).await.err(),
            newcomer.send(api::NEW_TEAM, &[alone.id.as_str()], &Done {}).await.err(),
            newcomer.send(api::JOIN_TEAM, &[team.as_str()], &Done {}).await.err(),
            newcomer.send(api::JOIN_LINE, &[full.as_str()], &Done {}).await.err(),
        ];
        assert_eq!(told.map(|problem| problem.map(|p| p.code)), [wanted; 8]);
    };
    commit(Some(Code::PhoneUnverified)).await;
    let phone = "13955556666";
    newcomer.send(api::REQUEST_CODE, &[], &RequestCode { phone: phone.into() }).await.unwrap();
    let proof = PhoneAndCode { phone: phone.into(), code: server.code_for(phone) };
    newcomer.send(api::VERIFY_PHONE, &[], &proof).await.unwrap();
    commit(None).await;
}
