//! Fifty at once, through the whole server: exactly the right number succeed, all others are told why.

use std::collections::HashMap;
use std::future::Future;

use contract::api::{self, Done};
use contract::feed::{NewPost, PostKind, React, ReactionKind, RollCallKind};
use contract::group::{Policy, Role, SetPolicy, SetRole};
use contract::groupbuy::{DealState, NewDeal, NewPledge, Tier};
use contract::invite::{InviteKind, InviteState};
use contract::market::ListingState;
use contract::poll::Vote;
use contract::{Code, GroupId, Money, Problem};

use crate::market::Studio;
use crate::people::{Person, held};
use crate::server::Server;

pub const CROWD: usize = 50;

/// Members with verified phones, all let in by one personal invite each.
pub async fn crowd(server: &Server, host: &Person, group: &GroupId) -> Vec<Person> {
    let mut people = Vec::new();
    let invite = host.new_invite(group, InviteKind::Qr).await.unwrap();
    for i in 0..CROWD {
        let person = Person::verified(server).await;
        person.join(held(&invite), &format!("群友{i}")).await.unwrap();
        people.push(person);
    }
    people
}

/// Lets all act at the same moment; counts the codes, `None` for success.
pub async fn at_once<R, F, Fut>(people: Vec<Person>, act: F) -> HashMap<Option<Code>, usize>
where
    R: Send + 'static,
    F: Fn(usize, Person) -> Fut,
    Fut: Future<Output = Result<R, Problem>> + Send + 'static,
{
    let barrier = std::sync::Arc::new(tokio::sync::Barrier::new(people.len()));
    let mut tasks = Vec::new();
    for (i, person) in people.into_iter().enumerate() {
        let (work, barrier) = (act(i, person), barrier.clone());
        tasks.push(tokio::spawn(async move {
            barrier.wait().await;
            work.await.err().map(|problem| problem.code)
        }));
    }
    let mut counts = HashMap::new();
    for task in tasks {
        *counts.entry(task.await.unwrap()).or_insert(0) += 1;
    }
    counts
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_claim_one_seat() {
    let server = Server::start();
    let studio = Studio::open(&server, Policy::default(), 86_400).await;
    let people = crowd(&server, &studio.host, &studio.group.id).await;
    let listing = studio.list(8_000).await;
    let counts = at_once(people, |_, person| {
        let id = listing.id.clone();
        async move { person.send(api::CLAIM, &[id.as_str()], &Done {}).await }
    })
    .await;
    assert_eq!(counts, HashMap::from([(None, 1), (Some(Code::ListingHeld), CROWD - 1)]));
    let now = studio.seller.get(api::LISTING, &[listing.id.as_str()]).await.unwrap();
    assert_eq!((now.state, now.history.len()), (ListingState::Held, 2));
    studio.seller.send(api::CONFIRM, &[listing.id.as_str()], &Done {}).await.unwrap();
    let class = studio.host.get(api::CLASS, &[studio.class.brief.id.as_str()]).await.unwrap();
    assert_eq!(class.seats.len(), 1);
    assert_eq!(class.seats[0].holder, now.claimant);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_join_a_deal_with_two_places() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let people = crowd(&server, &host, &group.id).await;
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    let command = NewDeal {
        title: "两张垫子".into(),
        about: String::new(),
        pick_up: String::new(),
        tiers: vec![Tier { from: 1, price: Money::fen(12_800) }, Tier { from: 2, price: Money::fen(9_900) }],
        minimum: 2,
        stock: Some(2),
        per_member: 1,
        ends_at: now.plus_s(3600),
        ..NewDeal::default()
    };
    let deal = host.send(api::NEW_DEAL, &[group.id.as_str()], &command).await.unwrap();
    let counts = at_once(people, |_, person| {
        let id = deal.id.clone();
        async move {
            person
                .send(api::NEW_PLEDGE, &[id.as_str()], &NewPledge { quantity: 1, ..NewPledge::default() })
                .await
        }
    })
    .await;
    assert_eq!(counts, HashMap::from([(None, 2), (Some(Code::DealFull), CROWD - 2)]));
    let now = host.get(api::DEAL, &[deal.id.as_str()]).await.unwrap();
    assert_eq!((now.people, now.units, now.unit_price), (2, 2, Money::fen(9_900)));
    server.terminate();

    let server = Server::start_in(folder.path(), &["--clock-offset-s", "3601", "--rate-limits", "off"]);
    let host = host.at(&server);
    let ended = host.get(api::DEAL, &[deal.id.as_str()]).await.unwrap();
    assert_eq!(ended.state, DealState::Succeeded);
    for pledge in host.get(api::PLEDGES, &[deal.id.as_str()]).await.unwrap().items {
        host.send(api::SETTLE_PLEDGE, &[pledge.id.as_str()], &Done {}).await.unwrap();
    }
    server.terminate();
    let sums = crate::groupbuy::ledger(folder.path()).await;
    assert_eq!(sums, [("due".into(), 19_800), ("kept".into(), 19_800), ("paid".into(), 19_800)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_join_a_group_with_one_place_left_by_qr() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy { invite_qr_limit: 3, ..Policy::default() }).await;
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let stranger = Person::stranger(&server);
    stranger.join(held(&invite), "第二位").await.unwrap();
    let counts = at_once(vec![stranger; CROWD], |i, person| {
        let token = held(&invite).to_owned();
        async move { person.join(&token, &format!("想进来{i}")).await }
    })
    .await;
    assert_eq!(counts, HashMap::from([(None, 1), (Some(Code::QrLimitReached), CROWD - 1)]));
    let members = host.all(api::MEMBERS, &[group.id.as_str()], 100).await;
    assert_eq!(members.len(), 3);
    assert_eq!(host.get(api::GROUP, &[group.id.as_str()]).await.unwrap().member_count, 3);
    let dead = host.get(api::INVITES, &[group.id.as_str()]).await.unwrap().items.remove(0);
    assert_eq!((dead.state, dead.joined_count), (InviteState::LimitReached, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_place_goes_to_one_of_twenty_with_a_personal_invite_each() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy { invite_qr_limit: 2, capacity: 3, ..Policy::default() }).await;
    let mut invites = Vec::new();
    for _ in 0..21 {
        invites.push(host.new_invite(&group.id, InviteKind::Personal).await.unwrap());
    }
    let stranger = Person::stranger(&server);
    stranger.join(held(&invites[20]), "第二位").await.unwrap();
    let counts = at_once(vec![stranger; 20], |i, person| {
        let token = held(&invites[i]).to_owned();
        async move { person.join(&token, &format!("想进来{i}")).await }
    })
    .await;
    assert_eq!(counts, HashMap::from([(None, 1), (Some(Code::GroupFull), 19)]));
    assert_eq!(host.get(api::GROUP, &[group.id.as_str()]).await.unwrap().member_count, 3);
    let used = host.all(api::INVITES, &[group.id.as_str()], 100).await;
    assert_eq!(used.iter().filter(|i| i.state == InviteState::Used).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_invite_that_was_passed_to_twenty_lets_one_in() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let invite = host.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let counts = at_once(vec![Person::stranger(&server); 20], |i, person| {
        let token = held(&invite).to_owned();
        async move { person.join(&token, &format!("拿到链接的{i}")).await }
    })
    .await;
    assert_eq!(counts, HashMap::from([(None, 1), (Some(Code::InviteUsed), 19)]));
    let now = host.get(api::INVITES, &[group.id.as_str()]).await.unwrap().items.remove(0);
    assert_eq!((now.joined_count, now.joined.len()), (1, 1));
}

/// What one question about the file answers.
async fn count(folder: &std::path::Path, question: &str) -> i64 {
    use sqlx::Connection;
    let url = format!("sqlite://{}", folder.join("qunli.sqlite3").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query_scalar(sqlx::AssertSqlSafe(question)).fetch_one(&mut db).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_lowers_the_limit_while_fifty_join() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let mut people = vec![Person::stranger(&server); CROWD];
    people[CROWD / 2] = host.clone();
    let counts = at_once(people, |i, person| {
        let (token, id) = (held(&invite).to_owned(), group.id.clone());
        async move {
            if i == CROWD / 2 {
                let policy = Policy { invite_qr_limit: 10, ..Policy::default() };
                let command = SetPolicy { policy, was: Some(Policy::default()) };
                return person.send(api::SET_POLICY, &[id.as_str()], &command).await.map(|_| ());
            }
            person.join(&token, &format!("想进来{i}")).await.map(|_| ())
        }
    })
    .await;
    // One of the successes is the host's. Each of the others is told the one reason there is.
    let came = counts[&None] - 1;
    let refused = counts.get(&Some(Code::QrLimitReached)).copied().unwrap_or(0);
    assert_eq!(came + refused, CROWD - 1, "{counts:?}");
    let now = host.get(api::GROUP, &[group.id.as_str()]).await.unwrap();
    assert_eq!(now.member_count as usize, came + 1);
    assert!(now.member_count >= 10 && now.qr_closed_at.is_some());
    let dead = host.get(api::INVITES, &[group.id.as_str()]).await.unwrap().items.remove(0);
    assert_eq!((dead.state, dead.joined_count as usize), (InviteState::LimitReached, came));
    // In the file: nobody came after the codes died, and nobody is counted twice or not at all.
    let late = "SELECT COUNT(*) FROM members m JOIN groups g ON g.id = m.group_id \
        WHERE m.invite_id IS NOT NULL AND m.joined_at > g.qr_closed_at";
    assert_eq!(count(folder.path(), late).await, 0);
    let by_it =
        "SELECT COUNT(*) - (SELECT joined_count FROM invites) FROM members WHERE invite_id IS NOT NULL";
    assert_eq!(count(folder.path(), by_it).await, 0);
    assert_eq!(count(folder.path(), "SELECT COUNT(*) FROM invites WHERE latched = 0").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_group_is_dissolved_while_fifty_join() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let mut people = vec![Person::stranger(&server); CROWD];
    people[CROWD / 2] = host.clone();
    let counts = at_once(people, |i, person| {
        let (token, id) = (held(&invite).to_owned(), group.id.clone());
        async move {
            match i == CROWD / 2 {
                true => person.send(api::DISSOLVE, &[id.as_str()], &()).await.map(|_| ()),
                false => person.join(&token, &format!("想进来{i}")).await.map(|_| ()),
            }
        }
    })
    .await;
    let refused = counts.get(&Some(Code::GroupDissolved)).copied().unwrap_or(0);
    assert_eq!(counts[&None] + refused, CROWD, "{counts:?}");
    assert_eq!(count(folder.path(), "SELECT COUNT(*) FROM members WHERE left_at IS NULL").await, 0);
    // Who came in just before has an account, and is in no group.
    let accounts = count(folder.path(), "SELECT COUNT(*) FROM accounts").await;
    assert_eq!(accounts as usize, counts[&None], "the host's, and one for each who came in");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_all_hosts_who_go_at_once_one_stays() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.clone();
    let mut hosts = vec![host.clone()];
    for i in 0..7 {
        let other = host.let_in(&group.id, &format!("群主{i}")).await;
        let member = crate::market::member_id(&other, id.as_str()).await;
        let command = SetRole { role: Role::Host };
        host.send(api::SET_ROLE, &[id.as_str(), member.as_str()], &command).await.unwrap();
        hosts.push(other);
    }
    let counts = at_once(hosts.clone(), |i, person| {
        let id = id.clone();
        async move {
            // Half of them leave, half step down.
            if i % 2 == 0 {
                return person.send(api::LEAVE, &[id.as_str()], &()).await.map(|_| ());
            }
            let me = crate::market::member_id(&person, id.as_str()).await;
            let command = SetRole { role: Role::Member };
            person.send(api::SET_ROLE, &[id.as_str(), me.as_str()], &command).await.map(|_| ())
        }
    })
    .await;
    assert_eq!(counts, HashMap::from([(None, 7), (Some(Code::LastHost), 1)]));
    let mut running = 0;
    for person in &hosts {
        running +=
            usize::from(person.get(api::GROUP, &[id.as_str()]).await.is_ok_and(|g| g.me.role == Role::Host));
    }
    assert_eq!(running, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_react_at_once_each_twice_and_each_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let people = crowd(&server, &host, &group.id).await;
    let note = NewPost { body: "好消息".into(), ..NewPost::default() };
    let post = host.send(api::NEW_POST, &[group.id.as_str()], &note).await.unwrap().id;
    let react = |on: fn(usize) -> bool| {
        let post = post.clone();
        move |i: usize, person: Person| {
            let post = post.clone();
            async move {
                let react = React { kind: ReactionKind::Heart, on: on(i) };
                person.send(api::REACT, &[post.as_str()], &react).await
            }
        }
    };
    let twice = people.iter().chain(&people).cloned().collect();
    assert_eq!(at_once(twice, react(|_| true)).await, HashMap::from([(None, 2 * CROWD)]));
    let count = async || host.get(api::POST, &[post.as_str()]).await.unwrap().reactions[0].count as usize;
    assert_eq!(count().await, CROWD);
    at_once(people, react(|i| i % 2 == 0)).await;
    assert_eq!(count().await, CROWD / 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_at_once_announce_no_more_urgencies_than_a_day_may_have() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let urgent = NewPost {
        body: "台风".into(),
        kind: PostKind::Announcement,
        roll_call: Some(RollCallKind::Safe),
        ..NewPost::default()
    };
    let counts = at_once(vec![host.clone(); 10], |_, person| {
        let (group, urgent) = (group.id.clone(), urgent.clone());
        async move { person.send(api::NEW_POST, &[group.as_str()], &urgent).await }
    })
    .await;
    let most = domain::talk::URGENT_MOST as usize;
    assert_eq!(counts, HashMap::from([(None, most), (Some(Code::UrgentLimit), 10 - most)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_vote_and_vote_otherwise_at_once_and_each_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let people = crowd(&server, &host, &group.id).await;
    let poll = crate::poll::asked(&host, &group.id, false).await;
    let each_thrice = people.iter().cycle().take(3 * CROWD).cloned().collect();
    let counts = at_once(each_thrice, |i, person| {
        let (id, vote) = (poll.clone(), Vote { choices: vec![u32::try_from(i % 3).unwrap()] });
        async move { person.send(api::VOTE, &[id.as_str()], &vote).await }
    })
    .await;
    assert_eq!(counts, HashMap::from([(None, 3 * CROWD)]));
    let now = host.get(api::POLL, &[poll.as_str()]).await.unwrap();
    let sum: u32 = now.choices.iter().map(|choice| choice.votes).sum();
    assert_eq!((now.voters as usize, sum as usize), (CROWD, CROWD));
    // Closing while they vote: whoever was told that it counts is counted, and nobody else.
    let poll = crate::poll::asked(&host, &group.id, false).await;
    let mut all = people.clone();
    all.push(host.clone());
    let counts = at_once(all, |i, person| {
        let (id, vote) = (poll.clone(), Vote { choices: vec![0] });
        async move {
            if i == CROWD {
                person.send(api::CLOSE_POLL, &[id.as_str()], &Done {}).await
            } else {
                person.send(api::VOTE, &[id.as_str()], &vote).await
            }
        }
    })
    .await;
    let told = counts[&None] - 1;
    let now = host.get(api::POLL, &[poll.as_str()]).await.unwrap();
    assert_eq!((now.choices[0].votes as usize, now.voters as usize), (told, told));
    assert_eq!(counts.get(&Some(Code::PollClosed)).copied().unwrap_or(0), CROWD - told);
}
