//! Chains from the first entry to the last word: places, the waiting line, changes, leaving, the history rule, fifty at once.

use contract::api::{self, Done};
use contract::chain::{
    Chain, ChainEntry, ChainState, EditChain, EditEntry, EntryState, NewChain, NewChoice, NewEntry,
};
use contract::change::{ChangeKind, ChangeOp};
use contract::group::Policy;
use contract::{Code, Timestamp};

use crate::people::{Person, key, refused};
use crate::races::{at_once, crowd};
use crate::server::Server;

fn new_chain(closes_at: Timestamp) -> NewChain {
    NewChain {
        title: "周日一起去爬山".into(),
        about: "八点地铁口见".into(),
        asks_name: false,
        asks_note: true,
        most: 2,
        proxies: 2,
        choices: Vec::new(),
        capacity: Some(3),
        closes_at,
    }
}

fn entry() -> NewEntry {
    NewEntry { proxy: false, name: String::new(), choice: None, count: 1, note: String::new(), wait: false }
}

fn waiting() -> NewEntry {
    NewEntry { wait: true, ..entry() }
}

fn for_other(name: &str) -> NewEntry {
    NewEntry { proxy: true, name: name.into(), ..entry() }
}

fn edited(count: u32, note: &str) -> EditEntry {
    EditEntry { name: String::new(), choice: None, count, note: note.into() }
}

async fn start(who: &Person, group: &str, change: impl FnOnce(&mut NewChain)) -> Chain {
    let now = who.get(api::CHANGES, &[]).await.unwrap().server_time;
    let mut command = new_chain(now.plus_s(3600));
    change(&mut command);
    who.send(api::NEW_CHAIN, &[group], &command).await.unwrap()
}

async fn enter(who: &Person, chain: &str, entry: &NewEntry) -> Result<Chain, Code> {
    who.send(api::NEW_ENTRY, &[chain], entry).await.map_err(|problem| problem.code)
}

/// A chain that somebody started, with an entry of theirs, for tests that need one of each thing.
pub async fn started(who: &Person, group: &str) -> (String, String) {
    let chain = start(who, group, |_| {}).await;
    let entered = enter(who, chain.id.as_str(), &entry()).await.unwrap();
    (chain.id.to_string(), own(&entered).id.to_string())
}

/// What a member would send with a command about chains.
pub fn sent_with(command: &str, closes_at: Timestamp) -> Option<serde_json::Value> {
    let NewChain { title, about, choices, capacity, .. } = new_chain(closes_at);
    Some(match command {
        "NewChain" => serde_json::to_value(new_chain(closes_at)).unwrap(),
        "EditChain" => {
            serde_json::to_value(EditChain { title, about, choices, capacity, closes_at }).unwrap()
        }
        "NewEntry" => serde_json::to_value(entry()).unwrap(),
        "EditEntry" => serde_json::to_value(edited(1, "")).unwrap(),
        _ => return None,
    })
}

async fn line(who: &Person, chain: &str) -> Vec<(String, u32, EntryState)> {
    let all = who.all(api::ENTRIES, &[chain], 2).await;
    let who = |e: &ChainEntry| {
        if e.proxy { e.name.clone() } else { e.member.as_ref().unwrap().persona.nickname.clone() }
    };
    all.iter().map(|e| (who(e), e.place, e.state)).collect()
}

fn own(chain: &Chain) -> &ChainEntry {
    chain.your_entries.first().unwrap()
}

#[tokio::test]
async fn places_go_in_order_and_pass_to_who_waits() {
    use EntryState::{In, Waiting};
    let server = Server::start_with(&["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let [a, b, c] = [
        host.let_in(&group.id, "阿禾").await,
        host.let_in(&group.id, "老周").await,
        host.let_in(&group.id, "小满").await,
    ];
    // Any member starts one, without a phone; it is a post.
    let chain = start(&a, group.id.as_str(), |_| {}).await;
    let id = chain.id.as_str();
    let posts = c.get(api::POSTS, &[group.id.as_str()]).await.unwrap().items;
    let carried = posts[0].attachment.as_ref().unwrap();
    assert_eq!(
        (carried.kind.as_str(), carried.id.as_str(), carried.title.as_str()),
        ("chain", id, "周日一起去爬山")
    );
    assert!(chain.yours && chain.your_entries.is_empty());

    let mine = enter(&a, id, &NewEntry { note: "带水\n和糖".into(), ..entry() }).await.unwrap();
    assert_eq!((own(&mine).note.as_str(), own(&mine).place, mine.taken), ("带水 和糖", 1, 1));
    assert_eq!(enter(&a, id, &entry()).await, Err(Code::AlreadyInChain));
    enter(&a, id, &for_other("妈妈")).await.unwrap();
    enter(&a, id, &NewEntry { wait: true, ..for_other("爸爸") }).await.unwrap();
    assert_eq!(enter(&a, id, &for_other("狗")).await, Err(Code::ProxyLimit));
    // Full: who does not want to wait is told; who does stands in line.
    assert_eq!(enter(&b, id, &entry()).await, Err(Code::ChainFull));
    let b_waits = enter(&b, id, &NewEntry { count: 2, ..waiting() }).await.unwrap();
    assert_eq!((own(&b_waits).state, own(&b_waits).place, b_waits.waiting), (Waiting, 1, 1));
    enter(&c, id, &waiting()).await.unwrap();
    let of = |s: &str, place, state| (s.to_owned(), place, state);
    assert_eq!(
        line(&c, id).await,
        [
            of("阿禾", 1, In),
            of("妈妈", 2, In),
            of("爸爸", 3, In),
            of("老周", 1, Waiting),
            of("小满", 2, Waiting)
        ]
    );

    // Only one's own; more places than there are is no change.
    let a_own = own(&a.get(api::CHAIN, &[id]).await.unwrap()).clone();
    assert_eq!(refused(b.send(api::WITHDRAW, &[a_own.id.as_str()], &()).await), Code::NotYours);
    assert_eq!(
        refused(host.send(api::EDIT_ENTRY, &[a_own.id.as_str()], &edited(1, "")).await),
        Code::NotYours
    );
    assert_eq!(refused(a.send(api::EDIT_ENTRY, &[a_own.id.as_str()], &edited(2, "")).await), Code::ChainFull);
    let kept = a.send(api::EDIT_ENTRY, &[a_own.id.as_str()], &edited(1, "不带糖")).await.unwrap();
    assert_eq!((own(&kept).note.as_str(), own(&kept).place, kept.taken), ("不带糖", 1, 3));

    // One place is free: it is held for who waits for two; the second makes it theirs.
    a.send(api::WITHDRAW, &[a_own.id.as_str()], &()).await.unwrap();
    assert_eq!(line(&c, id).await.iter().filter(|e| e.2 == In).count(), 2);
    let mother = a.get(api::CHAIN, &[id]).await.unwrap().your_entries.remove(0);
    a.send(api::WITHDRAW, &[mother.id.as_str()], &()).await.unwrap();
    assert_eq!(line(&c, id).await, [of("爸爸", 1, In), of("老周", 2, In), of("小满", 1, Waiting)]);
    // Who takes less lets the next in; who waits and asks for more goes to the end.
    let b_own = own(&b.get(api::CHAIN, &[id]).await.unwrap()).id.to_string();
    b.send(api::EDIT_ENTRY, &[&b_own], &edited(1, "")).await.unwrap();
    assert_eq!(line(&c, id).await, [of("爸爸", 1, In), of("老周", 2, In), of("小满", 3, In)]);
    assert_eq!(refused(a.get(api::CHAIN, &["nothing"]).await), Code::NotFound);
    assert_eq!(refused(Person::stranger(&server).get(api::CHAIN, &[id]).await), Code::Unauthenticated);
    let outsider = Person::verified(&server).await;
    assert_eq!(refused(outsider.get(api::ENTRIES, &[id]).await), Code::NotMember);
}

#[tokio::test]
async fn a_repeated_intent_makes_one_entry() {
    let server = Server::start_with(&["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let chain = start(&host, group.id.as_str(), |_| {}).await;
    let id = chain.id.as_str();
    let intent = key();
    let first = host.send_as(&intent, api::NEW_ENTRY, &[id], &for_other("妈妈")).await.unwrap();
    let again = host.send_as(&intent, api::NEW_ENTRY, &[id], &for_other("妈妈")).await.unwrap();
    assert_eq!(first.your_entries, again.your_entries);
    assert_eq!(host.all(api::ENTRIES, &[id], 100).await.len(), 1);
    let taken_back =
        host.send_as(&key(), api::WITHDRAW, &[first.your_entries[0].id.as_str()], &()).await.unwrap();
    assert!(taken_back.your_entries.is_empty());
}

#[tokio::test]
async fn who_runs_it_changes_and_closes_it_within_the_rules() {
    let server = Server::start_with(&["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let maker = host.let_in(&group.id, "山竹").await;
    let other = host.let_in(&group.id, "阿禾").await;
    let choice = |label: &str, capacity| NewChoice { label: label.into(), capacity };
    let chain = start(&maker, group.id.as_str(), |c| {
        c.choices = vec![choice("上午", Some(2)), choice("下午", None)];
        c.capacity = None;
    })
    .await;
    let id = chain.id.as_str();
    let at = |choice| NewEntry { choice: Some(choice), ..entry() };
    enter(&maker, id, &at(0)).await.unwrap();
    enter(&maker, id, &NewEntry { choice: Some(0), ..for_other("外婆") }).await.unwrap();
    assert_eq!(enter(&other, id, &at(0)).await, Err(Code::ChainFull));
    let waits = enter(&other, id, &NewEntry { wait: true, ..at(0) }).await.unwrap();
    assert_eq!((waits.choices[0].taken, waits.choices[0].waiting), (2, 1));

    let edit = |choices, capacity| EditChain {
        title: "改了名的山".into(),
        about: String::new(),
        choices,
        capacity,
        closes_at: chain.closes_at.plus_s(60),
    };
    let more = edit(vec![choice("上午", Some(3)), choice("傍晚", None), choice("夜里", Some(1))], None);
    assert_eq!(refused(other.send(api::EDIT_CHAIN, &[id], &more).await), Code::NotYours);
    let fewer = edit(vec![choice("上午", Some(1)), choice("下午", None)], None);
    assert_eq!(refused(maker.send(api::EDIT_CHAIN, &[id], &fewer).await), Code::ValidationFailed);
    let renamed = edit(vec![choice("清晨", Some(3)), choice("下午", None)], None);
    assert_eq!(refused(maker.send(api::EDIT_CHAIN, &[id], &renamed).await), Code::ValidationFailed);
    // The place that is added goes to who waits, and the post has the new name.
    host.send(api::EDIT_CHAIN, &[id], &more).await.unwrap();
    assert_eq!(own(&other.get(api::CHAIN, &[id]).await.unwrap()).state, EntryState::In);
    let post = other.get(api::POSTS, &[group.id.as_str()]).await.unwrap().items.remove(0);
    assert_eq!(post.attachment.unwrap().title, "改了名的山");

    assert_eq!(refused(other.send(api::CLOSE_CHAIN, &[id], &Done {}).await), Code::NotYours);
    let closed = maker.send(api::CLOSE_CHAIN, &[id], &Done {}).await.unwrap();
    assert_eq!((closed.state, closed.entries), (ChainState::Closed, 3));
    assert_eq!(refused(maker.send(api::CLOSE_CHAIN, &[id], &Done {}).await), Code::ChainClosed);
    assert_eq!(refused(maker.send(api::EDIT_CHAIN, &[id], &more).await), Code::ChainClosed);
    assert_eq!(enter(&host, id, &at(1)).await, Err(Code::ChainClosed));
    let mine = own(&other.get(api::CHAIN, &[id]).await.unwrap()).id.to_string();
    assert_eq!(refused(other.send(api::WITHDRAW, &[&mine], &()).await), Code::ChainClosed);
    let later = EditEntry { choice: Some(1), ..edited(1, "") };
    assert_eq!(refused(other.send(api::EDIT_ENTRY, &[&mine], &later).await), Code::ChainClosed);

    // Deleted, it is gone with its post, for everybody who knew of it.
    let cursor = other.get(api::CHANGES, &[]).await.unwrap().cursor;
    assert_eq!(refused(other.send(api::DELETE_CHAIN, &[id], &()).await), Code::NotYours);
    maker.send(api::DELETE_CHAIN, &[id], &()).await.unwrap();
    assert_eq!(refused(maker.get(api::CHAIN, &[id]).await), Code::NotFound);
    assert_eq!(refused(other.get(api::POST, &[post.id.as_str()]).await), Code::PostDeleted);
    let told = other.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    assert!(told.iter().any(|c| (c.kind, c.op) == (ChangeKind::Chain, ChangeOp::Deleted) && c.id == id));
    // And the other way about: a post that is deleted takes its chain along.
    let second = start(&maker, group.id.as_str(), |_| {}).await;
    let post = maker.get(api::POSTS, &[group.id.as_str()]).await.unwrap().items.remove(0);
    host.send(api::DELETE_POST, &[post.id.as_str()], &()).await.unwrap();
    assert_eq!(refused(maker.get(api::CHAIN, &[second.id.as_str()]).await), Code::NotFound);
}

#[tokio::test]
async fn a_newcomer_sees_open_chains_and_no_closed_old_ones() {
    let server = Server::start_with(&["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let g = group.id.as_str();
    let old = host.let_in(&group.id, "老周").await;
    let open = start(&host, g, |_| {}).await;
    let shut = start(&host, g, |_| {}).await;
    let said = NewEntry { note: "老周以前说的话".into(), ..entry() };
    enter(&old, open.id.as_str(), &said).await.unwrap();
    enter(&old, shut.id.as_str(), &said).await.unwrap();
    host.send(api::CLOSE_CHAIN, &[shut.id.as_str()], &Done {}).await.unwrap();

    let newcomer = host.let_in(&group.id, "新来的").await;
    let posts = newcomer.get(api::POSTS, &[g]).await.unwrap().items;
    assert_eq!(
        posts.iter().filter_map(|p| p.attachment.as_ref()).map(|a| a.id.as_str()).collect::<Vec<_>>(),
        [open.id.as_str()]
    );
    assert_eq!(refused(newcomer.get(api::CHAIN, &[shut.id.as_str()]).await), Code::NotFound);
    assert_eq!(refused(newcomer.get(api::ENTRIES, &[shut.id.as_str()]).await), Code::NotFound);
    // Who is in is seen, for one decides by it; what they said of it is not.
    let seen = newcomer.all(api::ENTRIES, &[open.id.as_str()], 100).await;
    assert_eq!(
        (seen[0].member.as_ref().unwrap().persona.nickname.as_str(), seen[0].note.as_str()),
        ("老周", "")
    );
    assert_eq!(old.all(api::ENTRIES, &[open.id.as_str()], 100).await[0].note, "老周以前说的话");
    enter(&newcomer, open.id.as_str(), &entry()).await.unwrap();
    // Closed, it stays for who is in it, and is gone for whoever came later and is not.
    let bystander = host.let_in(&group.id, "路过的").await;
    assert!(bystander.get(api::CHAIN, &[open.id.as_str()]).await.is_ok());
    host.send(api::CLOSE_CHAIN, &[open.id.as_str()], &Done {}).await.unwrap();
    assert!(newcomer.get(api::CHAIN, &[open.id.as_str()]).await.is_ok());
    // What was entered before they came is past then, like any message; the sum stays.
    let left = newcomer.all(api::ENTRIES, &[open.id.as_str()], 100).await;
    assert_eq!(left.iter().map(|e| (e.yours, e.place)).collect::<Vec<_>>(), [(true, 2)]);
    assert_eq!(old.all(api::ENTRIES, &[open.id.as_str()], 100).await.len(), 2);
    assert_eq!(newcomer.get(api::CHAIN, &[open.id.as_str()]).await.unwrap().entries, 2);
    assert_eq!(refused(bystander.get(api::CHAIN, &[open.id.as_str()]).await), Code::NotFound);
}

#[tokio::test]
async fn who_leaves_frees_their_places_and_time_closes_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let leaver = host.let_in(&group.id, "要走的").await;
    let waits = host.let_in(&group.id, "候补的").await;
    let chain = start(&host, group.id.as_str(), |c| {
        c.capacity = Some(2);
        c.most = 1;
    })
    .await;
    let id = chain.id.as_str();
    enter(&leaver, id, &entry()).await.unwrap();
    enter(&leaver, id, &for_other("家人")).await.unwrap();
    enter(&waits, id, &waiting()).await.unwrap();
    enter(&waits, id, &NewEntry { wait: true, ..for_other("弟弟") }).await.unwrap();
    leaver.send(api::LEAVE, &[group.id.as_str()], &()).await.unwrap();
    let names: Vec<_> = line(&host, id).await.into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["候补的", "弟弟"]);
    let cursor = waits.get(api::CHANGES, &[]).await.unwrap().cursor;
    server.kill_9();

    // Its time ended while the server was down.
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "3601"]);
    let (host, waits) = (host.at(&server), waits.at(&server));
    assert_eq!(enter(&host, id, &entry()).await, Err(Code::ChainClosed));
    let ended = waits.get(api::CHAIN, &[id]).await.unwrap();
    assert_eq!((ended.state, ended.closed_at, ended.entries), (ChainState::Closed, Some(chain.closes_at), 2));
    let told = waits.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    assert_eq!(told.iter().filter(|c| c.kind == ChangeKind::Chain).count(), 1, "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_want_twenty_places() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let people = crowd(&server, &host, &group.id).await;
    let chain = start(&host, group.id.as_str(), |c| {
        c.capacity = Some(20);
        c.most = 1;
    })
    .await;
    let id = chain.id.clone();
    let enter_all = |people: Vec<Person>, command: fn(usize) -> NewEntry| {
        let id = id.clone();
        at_once(people, move |i, person| {
            let (id, command) = (id.clone(), command(i));
            async move { person.send(api::NEW_ENTRY, &[id.as_str()], &command).await }
        })
    };
    // Every second one would wait: nobody is refused who would, and nobody waits who would not.
    let counts = enter_all(people.clone(), |i| NewEntry { wait: i % 2 == 0, ..entry() }).await;
    let told_full = counts.get(&Some(Code::ChainFull)).copied().unwrap_or(0);
    assert_eq!(counts.get(&None).copied().unwrap_or(0) + told_full, 50, "{counts:?}");
    let now = host.get(api::CHAIN, &[id.as_str()]).await.unwrap();
    assert_eq!((now.taken, now.entries, now.waiting as usize), (20, 20, 30 - told_full));
    // All of them wait now, each is there once, and the places are in the order of the line.
    enter_all(people.clone(), |_| NewEntry { wait: true, ..entry() }).await;
    let all = host.all(api::ENTRIES, &[id.as_str()], 7).await;
    assert_eq!(all.len(), 50);
    let mut members: Vec<_> = all.iter().map(|e| e.member.as_ref().unwrap().id.clone()).collect();
    members.sort();
    members.dedup();
    assert_eq!(members.len(), 50);
    let line: Vec<_> = all.iter().filter(|e| e.state == EntryState::Waiting).map(|e| e.id.clone()).collect();
    assert_eq!(line.len(), 30);

    // Ten of those who are in leave at the same moment: the first ten in line come in, nobody else.
    let mut leaving = Vec::new();
    for person in &people {
        let mine = person.get(api::CHAIN, &[id.as_str()]).await.unwrap().your_entries.remove(0);
        if mine.state == EntryState::In && leaving.len() < 10 {
            leaving.push((person.clone(), mine.id));
        }
    }
    let gone: Vec<_> = leaving.iter().map(|(_, entry)| entry.clone()).collect();
    let entries = gone.clone();
    let counts = at_once(leaving.into_iter().map(|(person, _)| person).collect(), move |i, person| {
        let entry = entries[i].clone();
        async move { person.send(api::WITHDRAW, &[entry.as_str()], &()).await }
    })
    .await;
    assert_eq!(counts.get(&None), Some(&10));
    let after = host.all(api::ENTRIES, &[id.as_str()], 100).await;
    assert!(after.iter().all(|e| !gone.contains(&e.id)));
    let (placed, waits): (Vec<_>, Vec<_>) = after.iter().partition(|e| e.state == EntryState::In);
    assert_eq!((placed.len(), waits.len()), (20, 20));
    assert_eq!(waits.iter().map(|e| &e.id).collect::<Vec<_>>(), line.iter().skip(10).collect::<Vec<_>>());

    // Power cut: nothing that was acknowledged is lost, nothing is there twice.
    server.kill_9();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    assert_eq!(host.at(&server).all(api::ENTRIES, &[id.as_str()], 100).await, after);
}
