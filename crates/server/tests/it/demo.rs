//! The demo community keeps the rules that it was written past.

use contract::account::{PhoneAndCode, RequestCode};
use contract::api;
use contract::groupbuy::{DealState, TeamState};
use contract::market::{ListingRole, ListingState};
use contract::{Code, Money};

use crate::people::{Person, refused};
use crate::server::Server;

#[tokio::test]
async fn the_demo_is_there_for_each_of_its_people() {
    let server = Server::start_with(&["--demo", "--rate-limits", "off"]);
    let stranger = Person::stranger(&server);
    let demo = stranger.get(api::INFO, &[]).await.unwrap().demo.unwrap();
    assert_eq!(demo.sign_ins.len(), 4);
    for sign_in in &demo.sign_ins {
        let person = Person::demo(&server, &sign_in.phone).await;
        assert!(person.get(api::ME, &[]).await.unwrap().phone_verified);
        let first = person.get(api::GROUPS, &[]).await.unwrap().items.remove(0);
        assert_eq!(first.me.persona.nickname, sign_in.nickname);
    }
    let member = Person::demo(&server, "13800000002").await;
    let groups = member.get(api::GROUPS, &[]).await.unwrap().items;
    let seen: Vec<_> = groups.iter().map(|g| (g.me.persona.nickname.as_str(), g.member_count)).collect();
    assert_eq!(seen, [("小满", 87), ("团团妈妈", 39), ("Lynn", 12)]);

    let pilates = groups[0].id.as_str();
    let classes = member.get(api::CLASSES, &[pilates]).await.unwrap().items;
    let full = classes.iter().find(|c| c.brief.capacity == 8).unwrap();
    assert_eq!(full.seats.len(), 8);
    let listings = member.get(api::LISTINGS, &[pilates]).await.unwrap().items;
    let for_sale = listings.iter().find(|l| l.asking == Money::fen(8_000)).unwrap();
    assert_eq!((for_sale.state, for_sale.class.face_value), (ListingState::Available, Money::fen(12_000)));
    let held = listings.iter().find(|l| l.state == ListingState::Held).unwrap();
    assert_eq!(held.you, ListingRole::Claimant);
    let deals = member.get(api::DEALS, &[pilates]).await.unwrap().items;
    let mat = &deals[0];
    assert_eq!((mat.state, mat.people, mat.unit_price), (DealState::Open, 6, Money::fen(9_900)));
    assert!(mat.your_pledge.is_none());

    // A team waits for its third, whose share of the lot is on the card.
    let balls = deals.iter().find(|deal| deal.team.is_some()).unwrap();
    let team = &balls.teams[0];
    assert_eq!(
        (team.people, team.size, team.state, team.price),
        (2, 3, TeamState::Running, Money::fen(2_966))
    );
    assert!(team.ends_at > balls.server_time && balls.ends_at > balls.server_time);
    assert_eq!((balls.people, balls.units), (2, 3));

    let host = Person::demo(&server, "13800000001").await;
    let all = host.all(api::POSTS, &[pilates], 100).await;
    assert!(all.len() >= 40, "{}", all.len());
    assert!(all.is_sorted_by(|a, b| a.created_at >= b.created_at));
    let photos = all.iter().flat_map(|post| &post.photos).collect::<Vec<_>>();
    assert_eq!(photos.len(), 3);
    for photo in photos {
        assert!(!photo.alt.is_empty() && photo.width > 0);
        assert_eq!(stranger.request("GET", &photo.address).send().await.unwrap().status(), 200);
    }
    let qr = host.get(api::INVITES, &[pilates]).await.unwrap().items.into_iter().find(|i| i.yours).unwrap();
    assert_eq!((qr.joined_count, qr.joined.len()), (5, 5));
    assert!(
        qr.joined.iter().all(|m| m.joined_at >= qr.made_at),
        "nobody comes by a code that is not there yet"
    );
    let boundary = groups[0].me.joined_at;
    let visible = member.all(api::POSTS, &[pilates], 100).await;
    assert!(visible.len() < all.len());
    assert!(visible.iter().all(|p| p.created_at >= boundary || p.pinned || p.attachment.is_some()));
    // Nobody speaks before joining, and nobody in the future.
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    for post in &all {
        let author = post.author.as_ref().unwrap();
        assert!(author.joined_at <= post.created_at && post.created_at <= now, "{post:?}");
        for comment in host.all(api::COMMENTS, &[post.id.as_str()], 100).await {
            let author = comment.author.as_ref().unwrap();
            assert!(author.joined_at <= comment.created_at && comment.created_at <= now, "{comment:?}");
            assert!(comment.created_at >= post.created_at);
        }
    }
    // The chain is as its rules would have it: entering changes nothing of who is in and who waits.
    let carried = visible.iter().filter_map(|p| p.attachment.as_ref()).find(|a| a.kind == "chain").unwrap();
    let chain = member.get(api::CHAIN, &[&carried.id]).await.unwrap();
    assert_eq!((chain.taken, chain.entries, chain.waiting), (11, 9, 2));
    assert_eq!((chain.choices[1].taken, chain.choices[1].waiting), (8, 2));
    let entry = contract::chain::NewEntry {
        proxy: false,
        name: String::new(),
        choice: Some(0),
        count: 1,
        note: String::new(),
        wait: false,
    };
    let entered = member.send(api::NEW_ENTRY, &[&carried.id], &entry).await.unwrap();
    assert_eq!((entered.entries, entered.waiting), (10, 2));
    // The seat can be claimed and the deal joined.
    host.send(api::CLAIM, &[for_sale.id.as_str()], &api::Done {}).await.unwrap();
    let full = member.send(api::JOIN_TEAM, &[team.id.as_str()], &api::Done {}).await.unwrap();
    assert_eq!(full.teams.iter().find(|one| one.yours).unwrap().state, TeamState::Succeeded);
    let pledge = contract::groupbuy::NewPledge { quantity: 1, ..Default::default() };
    assert_eq!(member.send(api::NEW_PLEDGE, &[mat.id.as_str()], &pledge).await.unwrap().people, 7);
}

#[tokio::test]
async fn demo_codes_open_demo_phones_of_a_demo_database_only() {
    let folder = tempfile::tempdir().unwrap();
    let demo_code = PhoneAndCode { phone: "13800000001".into(), code: "246810".into() };
    // A real database started with --demo stays real.
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    Person::verified(&server).await;
    server.terminate();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--demo"]);
    server.wait_for_log("is not served as a demo");
    let stranger = Person::stranger(&server);
    assert_eq!(stranger.get(api::INFO, &[]).await.unwrap().demo, None);
    assert_eq!(refused(stranger.send(api::SIGN_IN, &[], &demo_code).await), Code::CodeExpired);
    let sent = stranger.send(api::REQUEST_CODE, &[], &RequestCode { phone: "13900000000".into() }).await;
    assert_eq!(sent.unwrap().demo_code, None);

    // A demo database shows codes, of other phones too; the fixed one opens only demo phones.
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--demo"]);
    let stranger = Person::stranger(&server);
    let sent = stranger.send(api::REQUEST_CODE, &[], &RequestCode { phone: "13900000000".into() }).await;
    let shown = sent.unwrap().demo_code.unwrap();
    let fixed = PhoneAndCode { phone: "13900000000".into(), code: "246810".into() };
    if shown != "246810" {
        assert_eq!(refused(stranger.send(api::SIGN_IN, &[], &fixed).await), Code::CodeWrong);
    }
    stranger.send(api::SIGN_IN, &[], &PhoneAndCode { code: shown, ..fixed }).await.unwrap();
    server.terminate();
    // Without --demo nobody is let in by it; with it again, nothing is seeded twice.
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    assert_eq!(
        refused(Person::stranger(&server).send(api::SIGN_IN, &[], &demo_code).await),
        Code::CodeExpired
    );
    server.terminate();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--demo"]);
    let host = Person::demo(&server, "13800000001").await;
    assert_eq!(host.get(api::GROUPS, &[]).await.unwrap().items.len(), 1);
}
