//! What shares led to: who counts, to which depth, what undoes it, and who may know.

use contract::api::{self, Done};
use contract::feed::Attachment;
use contract::group::{Group, Policy, SetPolicy};
use contract::groupbuy::Deal;
use contract::invite::{Invite, InviteKind, NewInvite};
use contract::referral::{Arrive, Forget, Referral};
use contract::{Code, GroupId};

use crate::groupbuy::{new_deal, units};
use crate::market::{Studio, member_id};
use crate::people::{Person, held, in_the_file, key, refused};
use crate::server::Server;

/// A group with a deal.
struct Shop {
    host: Person,
    group: Group,
    deal: Deal,
}

impl Shop {
    async fn open(server: &Server, policy: Policy) -> Self {
        let host = Person::verified(server).await;
        let group = host.new_group(policy).await;
        let ends_at = group.created_at.plus_s(86_400);
        let mut command = new_deal(ends_at);
        command.stock = None;
        let deal = host.send(api::NEW_DEAL, &[group.id.as_str()], &command).await.unwrap();
        Self { host, group, deal }
    }

    fn id(&self) -> &str {
        self.group.id.as_str()
    }

    fn thing(&self) -> Attachment {
        Attachment { kind: "deal".into(), id: self.deal.id.to_string(), title: String::new() }
    }

    async fn invite(&self, who: &Person) -> Invite {
        let command = NewInvite { kind: InviteKind::Qr, note: None, target: Some(self.thing()) };
        who.send(api::NEW_INVITE, &[self.id()], &command).await.unwrap()
    }

    /// Somebody new by an invite with the deal, who lets it count.
    async fn brought(&self, server: &Server, by: &Person, nickname: &str) -> Person {
        let newcomer = Person::verified(server).await;
        newcomer.join_counted(held(&self.invite(by).await), nickname).await.unwrap();
        newcomer
    }

    async fn of(&self, who: &Person) -> Referral {
        who.get(api::REFERRAL, &[self.id()]).await.unwrap()
    }

    async fn token(&self, who: &Person) -> String {
        self.of(who).await.share.unwrap()
    }

    /// Comes to the deal by somebody's share.
    async fn arrive(&self, who: &Person, by: &Person) -> Referral {
        let command = Arrive { share: self.token(by).await, to: self.thing() };
        who.send(api::ARRIVE, &[self.id()], &command).await.unwrap()
    }

    async fn buy(&self, who: &Person) {
        who.send(api::NEW_PLEDGE, &[self.deal.id.as_str()], &units(1)).await.unwrap();
    }

    /// What counts for somebody: joinings, purchases, and those further back.
    async fn counts(&self, who: &Person) -> (u32, u32, u32, u32) {
        let mine = self.of(who).await;
        let (direct, further) = mine.things.iter().fold((0, 0), |(d, f), t| (d + t.purchases, f + t.further));
        (mine.joins, mine.joins_further, direct, further)
    }
}

#[tokio::test]
async fn a_share_counts_for_two_steps_by_name_of_nobody_until_it_is_erased() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let shop = Shop::open(&server, Policy::default()).await;
    let a = shop.host.let_in_verified(&server, &shop.group.id, "小满").await;
    let invite = shop.invite(&a).await;
    shop.arrive(&a, &shop.host).await;
    assert_eq!(shop.counts(&a).await, (0, 0, 0, 0), "sharing and looking count nothing");
    let b = Person::verified(&server).await;
    b.join_counted(held(&invite), "阿禾").await.unwrap();
    assert_eq!(shop.counts(&a).await, (1, 0, 0, 0));
    // Told before buying: by whose share.
    let came = shop.of(&b).await.came;
    let told: Vec<_> = came.iter().map(|c| (c.to.kind.as_str(), c.by.nickname.as_str(), c.counted)).collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&("deal", "小满", false)) && told.contains(&("group", "小满", true)));
    shop.buy(&b).await;
    assert_eq!(shop.counts(&a).await, (1, 0, 1, 0));
    let c = shop.host.let_in_verified(&server, &shop.group.id, "老周").await;
    shop.arrive(&c, &b).await;
    shop.buy(&c).await;
    assert_eq!((shop.counts(&b).await, shop.counts(&a).await), ((0, 0, 1, 0), (1, 0, 1, 1)));
    assert_eq!(shop.counts(&c).await, (0, 0, 0, 0));
    // Whoever shared learns how many, and nobody's name or id.
    let text =
        a.request("GET", &api::REFERRAL.path_with(&[shop.id()])).send().await.unwrap().text().await.unwrap();
    for (who, nickname) in [(&b, "阿禾"), (&c, "老周")] {
        assert!(
            !text.contains(nickname) && !text.contains(member_id(who, shop.id()).await.as_str()),
            "{text}"
        );
    }
    // What is undone counts no more; what is done again counts again.
    c.send(api::LEAVE_DEAL, &[shop.deal.id.as_str()], &()).await.unwrap();
    assert_eq!(shop.counts(&a).await, (1, 0, 1, 0));
    shop.buy(&c).await;
    assert_eq!(shop.counts(&a).await, (1, 0, 1, 1));
    // The one in the middle erases: hidden at once, with what stands behind them.
    let erased = b.send(api::ERASE_REFERRAL, &[shop.id()], &()).await.unwrap();
    assert!(
        erased.final_at.unwrap() > erased.server_time && erased.came.is_empty() && erased.share.is_none()
    );
    assert_eq!(shop.counts(&a).await, (0, 0, 0, 0));
    assert!(shop.of(&c).await.came.is_empty());
    let kept = b.send(api::KEEP_REFERRAL, &[shop.id()], &Done {}).await.unwrap();
    assert_eq!((kept.final_at, kept.came.len()), (None, 2));
    assert_eq!((shop.counts(&b).await, shop.counts(&a).await), ((0, 0, 1, 0), (1, 0, 1, 1)));
    // For good, as who shared: the friend's friend still counts for the friend.
    let before = shop.token(&a).await;
    a.send(api::ERASE_REFERRAL, &[shop.id()], &()).await.unwrap();
    server.terminate();
    in_the_file(folder.path(), "UPDATE shares SET final_at = 1 WHERE final_at IS NOT NULL").await;
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let (a, b, c) = (a.at(&server), b.at(&server), c.at(&server));
    let shop = Shop { host: shop.host.at(&server), ..shop };
    let now = shop.of(&a).await;
    assert_eq!((now.final_at, now.joins, now.things.len()), (None, 0, 0));
    assert_ne!(now.share.unwrap(), before, "old links name nobody");
    assert_eq!(shop.counts(&b).await, (0, 0, 1, 0));
    assert!(shop.of(&b).await.came.is_empty());
    assert_eq!(refused(a.send(api::KEEP_REFERRAL, &[shop.id()], &Done {}).await), Code::Gone);
    // An invite from before lets people in and counts for nobody.
    let d = Person::verified(&server).await;
    d.join_counted(held(&invite), "新来的").await.unwrap();
    let stale = Arrive { share: before, to: shop.thing() };
    assert!(c.send(api::ARRIVE, &[shop.id()], &stale).await.is_ok());
    assert_eq!(shop.counts(&a).await, (0, 0, 0, 0));
}

#[tokio::test]
async fn nobody_counts_unless_it_was_said_and_is_valid() {
    let server = Server::start_with(&["--rate-limits", "off"]);
    let shop = Shop::open(&server, Policy::default()).await;
    let a = shop.host.let_in_verified(&server, &shop.group.id, "小满").await;
    let quiet = Person::verified(&server).await;
    quiet.join(held(&shop.invite(&a).await), "不记").await.unwrap();
    assert_eq!((shop.counts(&a).await, shop.of(&quiet).await.came.len()), ((0, 0, 0, 0), 0));
    // Of another group, made up, one's own: nothing, and nothing is told.
    let elsewhere = Shop::open(&server, Policy::default()).await;
    let other = elsewhere.token(&elsewhere.host).await;
    for share in [other, "22222222XX".to_owned(), shop.token(&quiet).await, String::new()] {
        let command = Arrive { share, to: shop.thing() };
        assert!(quiet.send(api::ARRIVE, &[shop.id()], &command).await.unwrap().came.is_empty());
    }
    let command = Arrive { share: shop.token(&a).await, to: shop.thing() };
    let outsider = elsewhere.host.send(api::ARRIVE, &[shop.id()], &command).await;
    assert_eq!(refused(outsider), Code::NotMember);
    // The same person under another name: nobody counts for themselves.
    let twice = shop.host.let_in_verified(&server, &shop.group.id, "第一次").await;
    let invite = shop.invite(&twice).await;
    let again = Person { token: twice.token.clone(), ..twice.clone() };
    twice.send(api::LEAVE, &[shop.id()], &()).await.unwrap();
    again.join_counted(held(&invite), "第二次").await.unwrap();
    assert_eq!(shop.counts(&again).await, (0, 0, 0, 0));
    // Who left before it was bought.
    let gone = shop.host.let_in_verified(&server, &shop.group.id, "要走的").await;
    assert_eq!(shop.arrive(&quiet, &gone).await.came.len(), 1);
    gone.send(api::LEAVE, &[shop.id()], &()).await.unwrap();
    assert!(shop.of(&quiet).await.came.is_empty());
    // Two who led each other: each counts once for the other, and never for themselves.
    shop.arrive(&quiet, &a).await;
    shop.arrive(&a, &quiet).await;
    shop.buy(&quiet).await;
    shop.buy(&a).await;
    assert_eq!((shop.counts(&a).await, shop.counts(&quiet).await), ((0, 0, 1, 0), (0, 0, 1, 0)));
}

#[tokio::test]
async fn the_first_share_counts_and_the_friend_may_take_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let shop = Shop::open(&server, Policy::default()).await;
    let mut people = Vec::new();
    for nickname in ["甲", "乙", "丙", "丁"] {
        people.push(shop.host.let_in_verified(&server, &shop.group.id, nickname).await);
    }
    let [a, b, c, d] = &people[..] else { unreachable!() };
    shop.arrive(c, a).await;
    shop.arrive(c, b).await;
    shop.buy(c).await;
    assert_eq!((shop.counts(a).await.2, shop.counts(b).await.2), (1, 0));
    let forgotten = c.send(api::FORGET, &[shop.id()], &Forget { to: shop.thing() }).await.unwrap();
    assert!(forgotten.came.is_empty());
    assert_eq!((shop.counts(a).await.2, shop.counts(b).await.2), (0, 0));
    // It stays so, also when they buy anew.
    c.send(api::LEAVE_DEAL, &[shop.deal.id.as_str()], &()).await.unwrap();
    assert!(shop.arrive(c, b).await.came.is_empty());
    shop.buy(c).await;
    assert_eq!(shop.counts(b).await.2, 0);
    // A share that is too old makes room for the next.
    shop.arrive(d, a).await;
    in_the_file(folder.path(), "UPDATE leads SET at = at - 31 * 86400000").await;
    shop.arrive(d, b).await;
    shop.buy(d).await;
    assert_eq!((shop.counts(a).await.2, shop.counts(b).await.2), (0, 1));
    // Called off: nobody bought anything.
    shop.host.send(api::CANCEL_DEAL, &[shop.deal.id.as_str()], &Done {}).await.unwrap();
    assert_eq!(shop.counts(b).await.2, 0);
}

async fn set_policy(shop: &Shop, policy: Policy) {
    shop.host.send(api::SET_POLICY, &[shop.id()], &SetPolicy { policy, was: None }).await.unwrap();
}

#[tokio::test]
async fn a_group_says_how_far_it_counts() {
    let server = Server::start_with(&["--rate-limits", "off"]);
    let shop = Shop::open(&server, Policy { referral_depth: 0, ..Policy::default() }).await;
    assert_eq!(shop.of(&shop.host).await.share, None);
    let a = shop.brought(&server, &shop.host, "小满").await;
    assert_eq!(shop.counts(&shop.host).await, (0, 0, 0, 0));
    set_policy(&shop, Policy { referral_depth: 1, ..Policy::default() }).await;
    let b = shop.brought(&server, &a, "阿禾").await;
    let c = shop.brought(&server, &b, "老周").await;
    shop.buy(&c).await;
    assert_eq!((shop.counts(&a).await, shop.counts(&b).await), ((1, 0, 0, 0), (1, 0, 1, 0)));
    set_policy(&shop, Policy::default()).await;
    shop.brought(&server, &b, "丁").await;
    assert_eq!((shop.counts(&a).await, shop.counts(&b).await), ((1, 1, 0, 0), (2, 0, 1, 0)));
    for wrong in
        [Policy { referral_depth: 3, ..Policy::default() }, Policy { referral_days: 0, ..Policy::default() }]
    {
        let command = SetPolicy { policy: wrong, was: None };
        assert_eq!(
            refused(shop.host.send(api::SET_POLICY, &[shop.id()], &command).await),
            Code::ValidationFailed
        );
    }
}

#[tokio::test]
async fn a_seat_that_changed_hands_counts_once() {
    let server = Server::start_with(&["--rate-limits", "off"]);
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let id: &GroupId = &studio.group.id;
    let listing = studio.list(8_000).await;
    let buyer = studio.host.let_in_verified(&server, id, "小满").await;
    let share = studio.seller.get(api::REFERRAL, &[id.as_str()]).await.unwrap().share.unwrap();
    let to = Attachment { kind: "listing".into(), id: listing.id.to_string(), title: String::new() };
    buyer.send(api::ARRIVE, &[id.as_str()], &Arrive { share, to }).await.unwrap();
    let sum = async || {
        let mine = studio.seller.get(api::REFERRAL, &[id.as_str()]).await.unwrap();
        mine.things.iter().map(|t| (t.thing.title.clone(), t.purchases)).collect::<Vec<_>>()
    };
    let l = listing.id.as_str();
    buyer.send(api::CLAIM, &[l], &Done {}).await.unwrap();
    assert!(sum().await.is_empty(), "held is not bought");
    let intent = key();
    for _ in 0..2 {
        studio.seller.send_as(&intent, api::CONFIRM, &[l], &Done {}).await.unwrap();
    }
    assert_eq!(sum().await, [("普拉提器械".to_owned(), 1)]);
}

#[tokio::test]
async fn hosts_hear_who_helps_and_never_whom() {
    let server = Server::start_with(&["--rate-limits", "off"]);
    let shop = Shop::open(&server, Policy::default()).await;
    let a = shop.host.let_in_verified(&server, &shop.group.id, "小满").await;
    let helpers = async || shop.host.get(api::HELPERS, &[shop.id()]).await.unwrap();
    let mut brought = Vec::new();
    for nickname in ["甲", "乙"] {
        brought.push(shop.brought(&server, &a, nickname).await);
    }
    assert!(helpers().await.items.is_empty(), "two would tell whom");
    brought.push(shop.brought(&server, &a, "丙").await);
    let three = helpers().await;
    assert_eq!((three.items.len(), three.items[0].joined, three.items[0].bought), (1, Some(3), None));
    assert_eq!(three.items[0].member.persona.nickname, "小满");
    brought.push(shop.brought(&server, &a, "丁").await);
    assert_eq!(helpers().await.items[0].joined, Some(3), "one more does not show");
    for one in &brought {
        shop.buy(one).await;
    }
    assert_eq!(helpers().await.items[0].bought, Some(3));
    assert_eq!(refused(a.get(api::HELPERS, &[shop.id()]).await), Code::NotYours);
    let text = shop
        .host
        .request("GET", &api::HELPERS.path_with(&[shop.id()]))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    for one in &brought {
        assert!(!text.contains(member_id(one, shop.id()).await.as_str()));
    }
    a.send(api::LEAVE, &[shop.id()], &()).await.unwrap();
    assert!(helpers().await.items.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_counts_once_however_many_ways_led_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let shop = std::sync::Arc::new(Shop::open(&server, Policy::default()).await);
    let people = crate::races::crowd(&server, &shop.host, &shop.group.id).await;
    let (sharers, buyers) = people.split_at(4);
    let mut tokens = Vec::new();
    for who in sharers {
        tokens.push(shop.token(who).await);
    }
    let tokens = std::sync::Arc::new(tokens);
    let mut tasks = Vec::new();
    for (i, buyer) in buyers.iter().cloned().enumerate() {
        let (shop, tokens) = (shop.clone(), tokens.clone());
        tasks.push(tokio::spawn(async move {
            let intent = key();
            let come = |n: usize| {
                let command = Arrive { share: tokens[(i + n) % tokens.len()].clone(), to: shop.thing() };
                let (buyer, shop) = (buyer.clone(), shop.clone());
                async move { buyer.send(api::ARRIVE, &[shop.id()], &command).await.unwrap() }
            };
            come(0).await;
            let (d, one) = ([shop.deal.id.as_str()], units(1));
            let buy = || buyer.send_as(&intent, api::NEW_PLEDGE, &d, &one);
            // The same purchase twice, while two more shares are opened.
            let _ = tokio::join!(buy(), come(1), buy(), come(2));
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let mut sum = 0;
    for who in sharers {
        sum += shop.counts(who).await.2;
    }
    assert_eq!(sum as usize, buyers.len());
    server.kill_9();
    use sqlx::Connection;
    let url = format!("sqlite://{}", folder.path().join("qunli.sqlite3").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    for (sql, expected) in [
        ("SELECT COUNT(*) FROM credits WHERE depth = 1", buyers.len() as i64),
        ("SELECT COUNT(DISTINCT act) FROM credits", buyers.len() as i64),
        ("SELECT COUNT(*) FROM credits c WHERE NOT EXISTS (SELECT 1 FROM pledges p WHERE p.id = c.act)", 0),
        ("SELECT COUNT(*) FROM credits WHERE member = sharer OR depth > 2", 0),
    ] {
        let found: i64 = sqlx::query_scalar(sql).fetch_one(&mut db).await.unwrap();
        assert_eq!(found, expected, "{sql}");
    }
}
