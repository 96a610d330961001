//! Never lose, never double, end to end: four clients with the app's own kernel write at random through a network that
//! drops, delays, doubles, reorders and cuts answers and streams, while the server is killed and clients are. In the end
//! the server has exactly what was acknowledged, once each, and so has every client.
//!
//! 200 intents; 5,000 with `QUNLI_LONG=1`. `QUNLI_SEED` repeats a run.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "helpers of tests fail by panicking, and say the seed"
)]

#[path = "../it/balance.rs"]
mod balance;
mod chance;
mod client;
mod network;
#[path = "../it/people.rs"]
#[expect(dead_code, reason = "shared with the other tests")]
mod people;
#[path = "../it/server.rs"]
#[expect(dead_code, reason = "shared with the other tests")]
mod server;

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use contract::feed::{Comment, Post};
use contract::group::Policy;
use contract::{GroupId, api};
use tokio::task::LocalSet;

use chance::Chance;
use client::{Client, End, Intent, Kind, first_word};
use network::Network;
use people::Person;
use server::Server;

const CLIENTS: usize = 4;

#[test]
fn random_intents_over_a_failing_network_are_done_once_and_seen_by_all() {
    let long = std::env::var_os("QUNLI_LONG").is_some();
    let intents = if long { 5000 } else { 200 };
    let seed = std::env::var("QUNLI_SEED").ok().and_then(|seed| seed.parse().ok());
    // A normal run is the same each time; a long one looks further.
    let seed = seed.unwrap_or_else(|| if long { u64::from(std::process::id()) } else { 7 });
    eprintln!("QUNLI_SEED={seed}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    LocalSet::new().block_on(&runtime, Box::pin(run(intents, seed)));
}

async fn run(intents: usize, seed: u64) {
    let chance = Rc::new(Chance::new(seed));
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let mut people = vec![host.clone()];
    for i in 1..CLIENTS {
        people.push(host.let_in(&group.id, &format!("客人{i}")).await);
    }
    let network = Rc::new(Network::new(chance.clone(), &server.base));
    let mut clients = Vec::new();
    for (i, person) in people.iter().enumerate() {
        clients.push(Client::open(i, person, &network, &chance, &group.id, Default::default()).await);
    }
    network.storm(true);
    let began = Instant::now();
    let mut all: Vec<Intent> = Vec::new();
    while all.len() < intents {
        let who = chance.below(CLIENTS);
        match chance.below(200) {
            0 => {
                server.kill_9();
                tokio::time::sleep(Duration::from_millis(chance.below(60) as u64)).await;
                server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
                network.moved(&server.base);
            }
            1..=3 => {
                let left = clients[who].kill();
                clients[who] = Client::open(who, &people[who], &network, &chance, &group.id, left).await;
            }
            4..=8 => clients[who].hide(chance.one_in(2)),
            9..=18 => clients[who].take_back_one(&chance),
            _ => all.extend(clients[who].act(&chance, all.len())),
        }
        tokio::time::sleep(Duration::from_millis(chance.below(25) as u64)).await;
    }
    network.storm(false);
    let stormed = began.elapsed();
    settle(&clients, &network).await;
    eprintln!(
        "{} intents in {stormed:?}, quiet after {:?}; {}",
        all.len(),
        began.elapsed() - stormed,
        network.counts()
    );
    let end = |intent: &Intent| clients.iter().find_map(|client| client.end(intent)).unwrap();
    let all: Vec<(Intent, End)> = all
        .into_iter()
        .map(|intent| {
            let end = end(&intent);
            (intent, end)
        })
        .collect();
    check_server(&all, &people[0].at(&server), &group.id).await;
    for (client, person) in clients.iter().zip(&people) {
        check_client(client, &person.at(&server), &group.id).await;
    }
    network.check_every_fault_happened();
}

/// Waits until nothing waits any more, and changes have been heard.
async fn settle(clients: &[Client], network: &Network) {
    clients.iter().for_each(|client| client.hide(false));
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        clients.iter().for_each(Client::look);
        tokio::time::sleep(Duration::from_millis(400)).await;
        if clients.iter().all(|client| client.waiting() == 0) && network.is_quiet() {
            break;
        }
        assert!(
            Instant::now() < end,
            "something waits for ever: {:?}",
            clients.iter().map(Client::waiting).collect::<Vec<_>>()
        );
    }
}

/// The server has what was acknowledged, once each, and nothing that was refused or taken back.
async fn check_server(all: &[(Intent, End)], host: &Person, group: &GroupId) {
    let posts: Vec<Post> = host.all(api::POSTS, &[group.as_str()], 100).await;
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for post in &posts {
        said.entry(first_word(&post.body).to_owned()).or_default().push(post.body.clone());
        if post.comment_count > 0 {
            let comments: Vec<Comment> = host.all(api::COMMENTS, &[post.id.as_str()], 100).await;
            for comment in comments {
                said.entry(comment.body.clone()).or_default().push(comment.body);
            }
        }
    }
    for (name, times) in &said {
        assert_eq!(times.len(), 1, "{name} stands there {} times", times.len());
        assert!(all.iter().any(|(intent, _)| first_word(&intent.words) == name), "nobody meant {name}");
    }
    let about = |name: &str, kind: Kind| -> Vec<(&str, End)> {
        let mine = all.iter().filter(|(one, _)| one.kind == kind && one.about.as_deref() == Some(name));
        mine.map(|(one, end)| (one.words.as_str(), *end)).collect()
    };
    let perhaps = |end: End| matches!(end, End::Sent | End::Unkept | End::MayHaveArrived);
    let deleted =
        |name: &str, how: &dyn Fn(End) -> bool| about(name, Kind::Delete).iter().any(|(_, end)| how(*end));
    let mut counts: BTreeMap<(Kind, End), usize> = BTreeMap::new();
    for (intent, end) in all {
        *counts.entry((intent.kind, *end)).or_default() += 1;
        let there = said.contains_key(&intent.words)
            || (intent.kind == Kind::Post && said.contains_key(first_word(&intent.words)));
        let post = intent.about.as_deref().unwrap_or(&intent.words);
        match (intent.kind, end) {
            (Kind::Post | Kind::Comment, End::Sent) => {
                assert!(
                    there || deleted(post, &perhaps),
                    "{} was acknowledged and is not there",
                    intent.words
                );
            }
            (Kind::Post | Kind::Comment, End::Refused | End::TakenBack) => {
                assert!(!there, "{} was {end:?} and is there", intent.words);
            }
            (Kind::Delete, End::Sent) => assert!(!said.contains_key(post), "{post} was deleted and is there"),
            _ => {}
        }
    }
    for post in &posts {
        let name = first_word(&post.body);
        let edits = about(name, Kind::Edit);
        // Its author's last words, unless nobody can know which those are.
        if edits.iter().all(|(_, end)| matches!(end, End::Sent | End::Refused | End::TakenBack)) {
            let last = edits.iter().rfind(|(_, end)| *end == End::Sent).map_or(name, |(words, _)| words);
            assert_eq!(post.body, last, "{edits:?}");
        }
    }
    eprintln!("{} posts and comments stand; {counts:?}", said.len());
}

/// A client shows what its person may see, in order, with the words of now: by itself, or when its person looks anew at
/// what was read over the failing network. Which it was is printed.
async fn check_client(client: &Client, person: &Person, group: &GroupId) {
    let began = Instant::now();
    let mut looked = false;
    loop {
        match compare(client, person, group).await {
            Ok(()) => return,
            Err(differs) if began.elapsed() > Duration::from_secs(8) && !looked => {
                eprintln!(
                    "client {} looks anew: {}",
                    client.number,
                    differs.chars().take(200).collect::<String>()
                );
                looked = true;
                client.look_anew();
            }
            Err(differs) => {
                assert!(began.elapsed() < Duration::from_secs(30), "client {}: {differs}", client.number);
            }
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

async fn compare(client: &Client, person: &Person, group: &GroupId) -> Result<(), String> {
    let truth: Vec<Post> = person.all(api::POSTS, &[group.as_str()], 100).await;
    let shown = client.whole_feed().await;
    let words =
        |posts: &[Post]| posts.iter().map(|post| first_word(&post.body).to_owned()).collect::<Vec<_>>();
    let (mine, real) = (words(&shown), words(&truth));
    if mine != real {
        let at = (0..real.len().max(mine.len())).find(|i| mine.get(*i) != real.get(*i)).unwrap_or(0);
        let around = |all: &[String]| all.iter().skip(at).take(12).cloned().collect::<Vec<_>>().join(" ");
        let missing: Vec<_> = real.iter().filter(|word| !mine.contains(word)).collect();
        let extra: Vec<_> = mine.iter().filter(|word| !real.contains(word)).collect();
        let (mine, real) = (around(&mine), around(&real));
        return Err(format!(
            "the feed differs from place {at} on: shown {mine}, there {real}, missing {missing:?}, too much {extra:?}"
        ));
    }
    if let Some((mine, real)) = shown.iter().zip(&truth).find(|(mine, real)| mine != real) {
        return Err(format!("shown {mine:?}, there {real:?}"));
    }
    let pinned: Vec<Post> = person.all(api::PINNED, &[group.as_str()], 100).await;
    let pinned: Vec<String> = pinned.iter().map(|post| post.id.to_string()).collect();
    let mine = client.whole_pins().await;
    if mine != pinned {
        return Err(format!("pinned {mine:?}, there {pinned:?}"));
    }
    for post in client.talks() {
        if truth.iter().any(|real| real.id.as_str() == post) {
            let real: Vec<Comment> = person.all(api::COMMENTS, &[&post], 100).await;
            let mine = client.whole_talk(&post).await;
            if mine != real {
                return Err(format!("comments of {post}: shown {mine:?}, there {real:?}"));
            }
        }
    }
    Ok(())
}
