//! What a tiered deal holds: options with their own stock, limits, changed orders, what was agreed to, and collecting.

use contract::api::{self, Done};
use contract::change::ChangeKind;
use contract::group::Policy;
use contract::groupbuy::{
    Collect, Deal, DealState, NewDeal, NewOption, NewPledge, Pick, PledgeState, ShownCode, Tier,
};
use contract::photo::NewPhoto;
use contract::{Code, Money, Timestamp};

use crate::groupbuy::{new_deal, units};
use crate::people::{Person, refused};
use crate::races::{CROWD, at_once};
use crate::server::Server;

/// Two colours, four green ones, ten in all.
fn colours(ends_at: Timestamp) -> NewDeal {
    let option = |label: &str, stock| NewOption { label: label.into(), stock };
    NewDeal {
        stock: Some(10),
        per_member: 4,
        per_order: Some(3),
        minimum: 1,
        options: vec![option("墨绿", Some(4)), option("靛蓝", None)],
        pick_up_at: vec![ends_at.plus_s(7200), ends_at.plus_s(3600)],
        ..new_deal(ends_at)
    }
}

fn order(picks: &[(u32, u32)]) -> NewPledge {
    let picks: Vec<Pick> = picks.iter().map(|&(option, quantity)| Pick { option, quantity }).collect();
    NewPledge { quantity: picks.iter().map(|p| p.quantity).sum(), picks }
}

async fn now(who: &Person) -> Timestamp {
    who.get(api::CHANGES, &[]).await.unwrap().server_time
}

async fn open(who: &Person, group: &str, seconds: i64) -> Deal {
    let ends_at = now(who).await.plus_s(seconds);
    who.send(api::NEW_DEAL, &[group], &colours(ends_at)).await.unwrap()
}

fn taken(deal: &Deal) -> Vec<u32> {
    deal.options.iter().map(|o| o.taken).collect()
}

#[tokio::test]
async fn an_order_is_a_quantity_of_each_option_and_may_be_changed() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let friend = host.let_in_verified(&server, &group.id, "阿禾").await;
    let deal = open(&host, id, 3600).await;
    let d = deal.id.as_str();
    assert_eq!(deal.pick_up_at, [deal.ends_at.plus_s(3600), deal.ends_at.plus_s(7200)], "soonest first");
    assert!(deal.post_id.is_some());

    let problem = friend.send(api::NEW_PLEDGE, &[d], &units(1)).await.unwrap_err();
    assert_eq!((problem.code, problem.errors[0].pointer.as_str()), (Code::ValidationFailed, "/picks"));
    assert_eq!(
        refused(friend.send(api::NEW_PLEDGE, &[d], &order(&[(1, 4)])).await),
        Code::DealLimit,
        "an order"
    );
    assert_eq!(refused(friend.send(api::EDIT_PLEDGE, &[d], &order(&[(0, 1)])).await), Code::NotPledged);
    let joined = friend.send(api::NEW_PLEDGE, &[d], &order(&[(0, 2), (1, 1)])).await.unwrap();
    assert_eq!((joined.units, taken(&joined)), (3, vec![2, 1]));
    let joined = host.send(api::NEW_PLEDGE, &[d], &order(&[(0, 2)])).await.unwrap();
    assert_eq!((joined.units, taken(&joined)), (5, vec![4, 1]));
    // The green ones are gone for everybody else, not for who has them.
    let problem = friend.send(api::EDIT_PLEDGE, &[d], &order(&[(0, 3)])).await.unwrap_err();
    assert_eq!((problem.code, problem.errors[0].pointer.as_str()), (Code::DealFull, "/picks/0/quantity"));
    assert_eq!(
        refused(friend.send(api::EDIT_PLEDGE, &[d], &order(&[(0, 2), (1, 3)])).await),
        Code::DealLimit
    );
    let changed = friend.send(api::EDIT_PLEDGE, &[d], &order(&[(0, 1), (1, 3)])).await.unwrap();
    assert_eq!((changed.people, changed.units, taken(&changed)), (2, 6, vec![3, 3]));
    let mine = changed.your_pledge.unwrap();
    assert_eq!(
        (mine.quantity, mine.picks, mine.total),
        (4, order(&[(0, 1), (1, 3)]).picks, Money::fen(51_200))
    );
    // Leaving gives all of it back.
    let left = friend.send(api::LEAVE_DEAL, &[d], &()).await.unwrap();
    assert_eq!((left.units, taken(&left)), (2, vec![2, 0]));
    let again = friend.send(api::NEW_PLEDGE, &[d], &order(&[(0, 2)])).await.unwrap();
    assert_eq!(taken(&again), [4, 0]);

    let one =
        NewDeal { options: vec![NewOption { label: "墨绿".into(), stock: None }], ..colours(deal.ends_at) };
    let problem = host.send(api::NEW_DEAL, &[id], &one).await.unwrap_err();
    assert_eq!((problem.code, problem.errors[0].pointer.as_str()), (Code::ValidationFailed, "/options"));
    let early = NewDeal { pick_up_at: vec![deal.ends_at.plus_s(-1)], ..colours(deal.ends_at) };
    let problem = host.send(api::NEW_DEAL, &[id], &early).await.unwrap_err();
    assert_eq!(problem.errors[0].pointer, "/pick_up_at/0");
}

#[tokio::test]
async fn what_was_promised_when_i_joined_is_what_holds() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let opener = host.let_in_verified(&server, &group.id, "山竹").await;
    let friend = host.let_in_verified(&server, &group.id, "阿禾").await;
    let deal = open(&opener, id, 3600).await;
    let d = deal.id.as_str();
    // Nobody is in it: nothing was promised.
    let first = NewDeal { minimum: 2, title: "瑜伽垫".into(), ..colours(deal.ends_at) };
    assert_eq!(refused(friend.send(api::EDIT_DEAL, &[d], &first).await), Code::NotYours);
    let edited = opener.send(api::EDIT_DEAL, &[d], &first).await.unwrap();
    assert_eq!((edited.title.as_str(), edited.minimum), ("瑜伽垫", 2));
    assert!(edited.edited_at.is_some());

    let joined = friend.send(api::NEW_PLEDGE, &[d], &order(&[(1, 1)])).await.unwrap();
    let terms = joined.your_pledge.unwrap().terms.expect("what was agreed to");
    assert_eq!((terms.tiers[0].price, terms.minimum, terms.ends_at), (Money::fen(12_800), 2, deal.ends_at));
    assert_eq!((terms.leave_until, terms.options.len()), (Some(deal.ends_at), 2));
    let bad = |change: fn(&mut NewDeal)| {
        let mut deal = first.clone();
        change(&mut deal);
        deal
    };
    for (worse, pointer) in [
        (bad(|d| d.tiers[0].price = Money::fen(13_000)), "/tiers/0/price"),
        (bad(|d| d.minimum = 1), "/minimum"),
        (bad(|d| d.ends_at = d.ends_at.plus_s(60)), "/ends_at"),
        (bad(|d| d.stock = Some(9)), "/stock"),
        (bad(|d| d.pick_up = "另一处".into()), "/pick_up"),
        (bad(|d| d.options[0].label = "黑".into()), "/options/0/label"),
    ] {
        let problem = opener.send(api::EDIT_DEAL, &[d], &worse).await.unwrap_err();
        let told = problem.errors.iter().map(|e| (e.pointer.as_str(), e.code.as_str())).collect::<Vec<_>>();
        assert_eq!((problem.code, told), (Code::ValidationFailed, vec![(pointer, "promised")]));
    }
    let cursor = friend.get(api::CHANGES, &[]).await.unwrap().cursor;
    let mut better = bad(|d| d.tiers = vec![tier(1, 10_000), tier(3, 9_000), tier(10, 7_000)]);
    better.options.push(NewOption { label: "藕粉".into(), stock: Some(1) });
    opener.send(api::EDIT_DEAL, &[d], &better).await.unwrap();
    // Those in it are told, and what they agreed to is still there.
    let changes = friend.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    assert!(changes.iter().any(|c| c.kind == ChangeKind::Deal && c.id == d), "{changes:?}");
    let seen = friend.get(api::DEAL, &[d]).await.unwrap();
    let mine = seen.your_pledge.unwrap();
    assert_eq!((mine.total, mine.terms.unwrap().tiers[0].price), (Money::fen(10_000), Money::fen(12_800)));
    assert_eq!(taken(&Deal { your_pledge: None, ..seen }), [0, 1, 0], "what is taken stays");
    // Who changes an order agrees to what holds now.
    let changed = friend.send(api::EDIT_PLEDGE, &[d], &order(&[(2, 1)])).await.unwrap();
    assert_eq!(changed.your_pledge.unwrap().terms.unwrap().tiers[0].price, Money::fen(10_000));
    // What one agreed to is one's own.
    assert!(opener.get(api::PLEDGES, &[d]).await.unwrap().items.iter().all(|p| p.terms.is_none()));
}

fn tier(from: u32, fen: i64) -> Tier {
    Tier { from, price: Money::fen(fen) }
}

#[tokio::test]
async fn what_was_bought_is_handed_over_by_code_and_ticked_off() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &[]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let opener = host.let_in_verified(&server, &group.id, "山竹").await;
    let friend = host.let_in_verified(&server, &group.id, "阿禾").await;
    let other = host.let_in_verified(&server, &group.id, "老周").await;
    let deal = open(&opener, id, 3600).await;
    let d = deal.id.as_str();
    let joined = friend.send(api::NEW_PLEDGE, &[d], &order(&[(0, 1)])).await.unwrap();
    assert_eq!(joined.your_pledge.unwrap().code, None, "there is nothing to collect yet");
    other.send(api::NEW_PLEDGE, &[d], &order(&[(1, 2)])).await.unwrap();
    let pledge = opener.get(api::PLEDGES, &[d]).await.unwrap().items[0].id.clone();
    let tick = Collect { on: true };
    assert_eq!(refused(opener.send(api::COLLECT_PLEDGE, &[pledge.as_str()], &tick).await), Code::Conflict);
    server.terminate();

    let server = Server::start_in(folder.path(), &["--clock-offset-s", "3601"]);
    let (opener, friend, other) = (opener.at(&server), friend.at(&server), other.at(&server));
    let mine = friend.get(api::DEAL, &[d]).await.unwrap().your_pledge.unwrap();
    let code = mine.code.expect("a code to show");
    assert!(domain::code::is_token(&code.token) && domain::code::parse_invite_code(&code.typed).is_ok());
    assert_ne!(other.get(api::DEAL, &[d]).await.unwrap().your_pledge.unwrap().code, Some(code.clone()));
    let list = opener.get(api::PLEDGES, &[d]).await.unwrap().items;
    assert!(list.iter().all(|p| p.code.is_none()), "nobody else sees a code");

    let shown = |code: &str| ShownCode { code: code.to_owned() };
    assert_eq!(refused(friend.send(api::FIND_PLEDGE, &[d], &shown(&code.token)).await), Code::NotYours);
    for way in [code.token.clone(), code.typed.clone(), domain::code::spaced(&code.typed).to_lowercase()] {
        let found = opener.send(api::FIND_PLEDGE, &[d], &shown(&way)).await.unwrap();
        assert_eq!(
            (found.id.clone(), found.picks.len(), found.state),
            (mine.id.clone(), 1, PledgeState::Due)
        );
    }
    for wrong in ["", "7KQ4", "a word", &domain::code::token(&[9; 32]), &domain::code::invite_code(&[9; 32])]
    {
        assert_eq!(refused(opener.send(api::FIND_PLEDGE, &[d], &shown(wrong)).await), Code::PickUpUnknown);
    }
    let p = mine.id.as_str();
    assert_eq!(refused(friend.send(api::COLLECT_PLEDGE, &[p], &tick).await), Code::NotYours);
    let first = opener.send(api::COLLECT_PLEDGE, &[p], &tick).await.unwrap().collected_at.unwrap();
    let twice = opener.send(api::COLLECT_PLEDGE, &[p], &tick).await.unwrap().collected_at.unwrap();
    assert_eq!(first, twice, "it was handed over once");
    assert_eq!(friend.get(api::DEAL, &[d]).await.unwrap().your_pledge.unwrap().collected_at, Some(first));
    let undone = opener.send(api::COLLECT_PLEDGE, &[p], &Collect { on: false }).await.unwrap();
    assert_eq!(undone.collected_at, None);
    assert_eq!(refused(opener.send(api::EDIT_DEAL, &[d], &colours(deal.ends_at)).await), Code::DealClosed);
    assert_eq!(refused(friend.send(api::EDIT_PLEDGE, &[d], &order(&[(0, 2)])).await), Code::DealClosed);

    // Guessing typed codes comes to an end; links are not guessed and go on.
    let mut refusals = 0;
    for n in 0..40u8 {
        let guess = shown(&domain::code::invite_code(&[n; 32]));
        refusals +=
            u32::from(refused(opener.send(api::FIND_PLEDGE, &[d], &guess).await) == Code::RateLimited);
    }
    assert!(refusals > 0, "guessing was never dear");
    assert!(opener.send(api::FIND_PLEDGE, &[d], &shown(&code.token)).await.is_ok());
    // A deal that did not come about has nothing to collect.
    let off = open(&opener, id, 3600).await;
    let o = off.id.as_str();
    // A code is one order's, of its own deal.
    assert_eq!(refused(opener.send(api::FIND_PLEDGE, &[o], &shown(&code.token)).await), Code::PickUpUnknown);
    friend.send(api::NEW_PLEDGE, &[o], &order(&[(0, 1)])).await.unwrap();
    opener.send(api::CANCEL_DEAL, &[o], &Done {}).await.unwrap();
    let released = friend.get(api::DEAL, &[o]).await.unwrap();
    assert_eq!((released.state, released.your_pledge.unwrap().code), (DealState::Cancelled, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_never_oversells_an_option() {
    let server = Server::start_with(&["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let mut people = Vec::new();
    for n in 0..CROWD {
        people.push(host.let_in_verified(&server, &group.id, &format!("客{n}")).await);
    }
    let deal = open(&host, group.id.as_str(), 3600).await;
    let d = deal.id.clone();
    // All want the green one, of which there are four; then all who came to nothing want two of whatever is left.
    let counts = at_once(people.clone(), |_, person| {
        let d = d.clone();
        async move { person.send(api::NEW_PLEDGE, &[d.as_str()], &order(&[(0, 1)])).await }
    })
    .await;
    assert_eq!(counts[&None], 4, "{counts:?}");
    let counts = at_once(people, |nth, person| {
        let d = d.clone();
        async move {
            let wanted = order(&[(0, 1), (1, 1)]);
            match nth % 2 {
                0 => person.send(api::EDIT_PLEDGE, &[d.as_str()], &wanted).await,
                _ => person.send(api::NEW_PLEDGE, &[d.as_str()], &order(&[(1, 2)])).await,
            }
        }
    })
    .await;
    let now = host.get(api::DEAL, &[d.as_str()]).await.unwrap();
    assert!(now.units <= 10 && taken(&now)[0] == 4, "{counts:?} {now:?}");
    assert_eq!(now.units, taken(&now).iter().sum::<u32>());
    let pledges = host.all(api::PLEDGES, &[d.as_str()], 50).await;
    assert_eq!(pledges.iter().map(|p| p.quantity).sum::<u32>(), now.units);
}

#[tokio::test]
async fn the_photos_of_a_deal_stand_in_its_post() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let friend = host.let_in_verified(&server, &group.id, "阿禾").await;
    let photo = crate::photos::uploaded(&host, &group.id).await;
    let ends_at = now(&host).await.plus_s(3600);
    let with = |photos: &[&contract::PhotoId]| NewDeal {
        photos: photos.iter().map(|id| NewPhoto { id: (*id).clone(), alt: "墨绿的一张".into() }).collect(),
        ..colours(ends_at)
    };
    let deal = host.send(api::NEW_DEAL, &[id], &with(&[&photo])).await.unwrap();
    let post = friend.get(api::POST, &[deal.post_id.unwrap().as_str()]).await.unwrap();
    assert_eq!((post.photos.len(), post.photos[0].alt.as_str()), (1, "墨绿的一张"));
    // Somebody else's, or one that is in a post already, makes no deal; a change brings none.
    for who in [&host, &friend] {
        let problem = who.send(api::NEW_DEAL, &[id], &with(&[&photo])).await.unwrap_err();
        assert_eq!((problem.code, problem.errors[0].pointer.as_str()), (Code::ValidationFailed, "/photos/0"));
    }
    assert_eq!(host.get(api::DEALS, &[id]).await.unwrap().items.len(), 1);
    let other = crate::photos::uploaded(&host, &group.id).await;
    let problem = host.send(api::EDIT_DEAL, &[deal.id.as_str()], &with(&[&other])).await.unwrap_err();
    assert_eq!(problem.errors[0].pointer, "/photos");
}
