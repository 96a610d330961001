//! A person's phone: the app's kernel over the network that fails, with a disk that outlives it.

use std::any::Any;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::account::{Me, Session};
use contract::api::{self, Done};
use contract::feed::{Comment, EditPost, NewComment, NewPost, Post};
use contract::{GroupId, Timestamp};
use data::{Arrival, Data, Disk, Host, List, Place, TakenBack, Waiting};
use net::{Config, LocalFuture};
use reactive_graph::owner::Owner;
use reactive_graph::traits::GetUntracked;
use tokio::sync::Mutex;
use tokio::task::{AbortHandle, spawn_local};

use crate::chance::Chance;
use crate::network::{CLIENT_BASE, Network, Wire};
use crate::people::Person;

/// Time runs this much faster on phones, so that patience is short.
const FASTER: u32 = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Post,
    Comment,
    Edit,
    Delete,
    Pin,
}

/// How an intent ended, as far as its person was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// The phone was killed before it kept it: it may be done or not.
    Unkept,
    Sent,
    Refused,
    TakenBack,
    /// Taken back, but it may have arrived before.
    MayHaveArrived,
}

/// What somebody meant to do.
pub struct Intent {
    pub kind: Kind,
    /// What it says; its first word names the post or comment that it made or is about.
    pub words: String,
    /// The post that it is about, by its first word.
    pub about: Option<String>,
    who: usize,
    key: Rc<RefCell<Option<String>>>,
}

/// A phone's disk, and the turn of its tabs at the outbox.
#[derive(Default)]
pub struct Memory(RefCell<BTreeMap<String, String>>, Arc<Mutex<()>>);

struct Flash(Rc<Memory>);

impl Disk for Flash {
    fn get(&self, name: &str) -> Option<String> {
        self.0.0.borrow().get(name).cloned()
    }
    fn set(&self, name: &str, text: &str) -> bool {
        self.0.0.borrow_mut().insert(name.into(), text.into());
        true
    }
    fn remove(&self, name: &str) {
        self.0.0.borrow_mut().remove(name);
    }
    fn names(&self, prefix: &str) -> Vec<String> {
        self.0.0.borrow().keys().filter(|name| name.starts_with(prefix)).cloned().collect()
    }
}

struct Machine {
    began: Instant,
    chance: Rc<Chance>,
    memory: Rc<Memory>,
    tasks: Rc<RefCell<Vec<AbortHandle>>>,
}

impl Host for Machine {
    fn now(&self) -> Timestamp {
        let elapsed = i64::try_from(self.began.elapsed().as_millis()).unwrap();
        Timestamp(1_790_000_000_000 + elapsed * i64::from(FASTER))
    }
    fn random(&self) -> [u8; 16] {
        let (a, b) = (self.chance.next().to_be_bytes(), self.chance.next().to_be_bytes());
        core::array::from_fn(|i| if i < 8 { a[i] } else { b[i - 8] })
    }
    fn spawn(&self, task: LocalFuture<()>) {
        let mut tasks = self.tasks.borrow_mut();
        tasks.retain(|task| !task.is_finished());
        tasks.push(spawn_local(task).abort_handle());
    }
    fn sleep(&self, ms: u32) -> LocalFuture<()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(u64::from(ms)) / FASTER))
    }
    fn alone(&self, _: &str) -> LocalFuture<Box<dyn Any>> {
        let turn = self.memory.1.clone();
        Box::pin(async move { Box::new(turn.lock_owned().await) as Box<dyn Any> })
    }
}

pub struct Client {
    pub number: usize,
    data: Data,
    group: GroupId,
    owner: Owner,
    memory: Rc<Memory>,
    tasks: Rc<RefCell<Vec<AbortHandle>>>,
    posts: List<Post>,
    pins: List<Post>,
    talks: RefCell<BTreeSet<String>>,
    back: Back,
}

/// What was taken back, by key; it outlives a killed phone.
type Back = Rc<RefCell<BTreeMap<String, TakenBack>>>;

/// What is left of a phone that was killed.
pub type Left = (Rc<Memory>, Back);

impl Client {
    pub async fn open(
        number: usize,
        person: &Person,
        network: &Rc<Network>,
        chance: &Rc<Chance>,
        group: &GroupId,
        (memory, back): Left,
    ) -> Self {
        let config = Config::parse(r#"{"version":1,"api":{"base":"./api"}}"#, &format!("{CLIENT_BASE}/"));
        let client = net::Client::new(config.unwrap(), None, Rc::new(Wire(network.clone())));
        let tasks: Rc<RefCell<Vec<AbortHandle>>> = Rc::default();
        let began = BEGAN.with(|began| *began.get_or_init(Instant::now));
        let machine = Machine { began, chance: chance.clone(), memory: memory.clone(), tasks: tasks.clone() };
        let owner = Owner::new();
        let data = owner.with(|| Data::new(client, Rc::new(machine), Rc::new(Flash(memory.clone()))));
        if data.account().is_none() {
            let me: Me = person.get(api::ME, &[]).await.unwrap();
            data.sign_in(Session { token: person.token.clone().unwrap(), me, refresh: None }, None);
        }
        let posts = data.list::<Post>(api::POSTS, &[group.as_str()], Arrival::Wait);
        let pins = data.list::<Post>(api::PINNED, &[group.as_str()], Arrival::AtOnce);
        data.outbox_start();
        data.live_start();
        let ticking = spawn_local(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(20) / FASTER).await;
                data.tick();
            }
        });
        tasks.borrow_mut().push(ticking.abort_handle());
        let talks = RefCell::default();
        Self { number, data, group: group.clone(), owner, memory, tasks, posts, pins, talks, back }
    }

    /// The phone kills the app in the middle of whatever it did; what is on its disk stays.
    pub fn kill(&self) -> Left {
        self.data.live_stop();
        self.tasks.borrow().iter().for_each(AbortHandle::abort);
        (self.memory.clone(), self.back.clone())
    }

    /// Nobody looks at it, or somebody looks again.
    pub fn hide(&self, hidden: bool) {
        if hidden {
            self.data.live_stop();
            self.data.outbox_rest();
        } else {
            self.data.live_start();
            self.data.outbox_wake();
        }
    }

    pub fn look(&self) {
        self.data.outbox_wake();
    }

    fn outbox(&self) -> Vec<Waiting> {
        self.data.outbox().get_untracked()
    }

    pub fn waiting(&self) -> usize {
        self.outbox().iter().filter(|one| one.is_waiting()).count()
    }

    fn shown(&self) -> Vec<Post> {
        let ids = self.posts.view().get_untracked().into_value().map(|view| view.ids).unwrap_or_default();
        ids.iter().filter_map(|id| self.posts.item(id).get_untracked().into_value()).collect()
    }

    /// Somebody does something, at random.
    pub fn act(&self, chance: &Chance, number: usize) -> Option<Intent> {
        if chance.one_in(3) {
            self.posts.show_fresh();
        }
        let shown = self.shown();
        let any = (!shown.is_empty()).then(|| shown[chance.below(shown.len())].clone());
        let mine: Vec<&Post> = shown.iter().filter(|post| post.yours).collect();
        let own = (!mine.is_empty()).then(|| mine[chance.below(mine.len())].clone());
        let mutation = self.owner.with(|| self.data.mutation());
        let key: Rc<RefCell<Option<String>>> = Rc::default();
        let group = self.group.clone();
        let intent = |kind, words: String, about: Option<&Post>| {
            let about = about.map(|post| first_word(&post.body).to_owned());
            Intent { kind, words, about, who: self.number, key: key.clone() }
        };
        let place = |post: &Post| post.id.to_string();
        match (chance.below(100), any, own) {
            (45..70, Some(post), _) => {
                let words = format!("c{number}");
                if chance.one_in(2) {
                    self.talk(post.id.as_str());
                }
                let body = NewComment { body: words.clone(), ..NewComment::default() };
                let at = Place { group: group.as_str(), thing: &place(&post) };
                mutation.queue(&api::NEW_COMMENT, &[post.id.as_str()], &body, at, self.keeps(&key, &words));
                Some(intent(Kind::Comment, words, Some(&post)))
            }
            (70..80, _, Some(post)) => {
                let words = format!("{} e{number}", first_word(&post.body));
                let at = Place { group: group.as_str(), thing: &place(&post) };
                let body = EditPost { body: words.clone(), mentions: Vec::new() };
                mutation.queue(&api::EDIT_POST, &[post.id.as_str()], &body, at, self.keeps(&key, &words));
                Some(intent(Kind::Edit, words, Some(&post)))
            }
            (80..88, _, Some(post)) => {
                let at = Place { group: group.as_str(), thing: &place(&post) };
                let id = post.id.to_string();
                mutation.queue(&api::DELETE_POST, &[post.id.as_str()], &(), at, self.keeps(&key, &id));
                Some(intent(Kind::Delete, id, Some(&post)))
            }
            (88..94, Some(post), _) if self.number == 0 => {
                let at = Place { group: group.as_str(), thing: &place(&post) };
                let id = post.id.to_string();
                let kept = self.keeps(&key, &id);
                if post.pinned {
                    mutation.queue(&api::UNPIN_POST, &[id.as_str()], &(), at, kept);
                } else {
                    mutation.queue(&api::PIN_POST, &[id.as_str()], &Done {}, at, kept);
                }
                Some(intent(Kind::Pin, id.clone(), Some(&post)))
            }
            _ => {
                let words = format!("p{number}");
                let body = NewPost { body: words.clone(), ..NewPost::default() };
                let at = Place { group: group.as_str(), thing: group.as_str() };
                mutation.queue(&api::NEW_POST, &[group.as_str()], &body, at, self.keeps(&key, &words));
                Some(intent(Kind::Post, words, None))
            }
        }
    }

    /// Notes the key once the phone keeps it: by its words, or by what it is about.
    fn keeps(&self, key: &Rc<RefCell<Option<String>>>, words: &str) -> impl FnOnce() + 'static {
        let (data, key, words) = (self.data, key.clone(), words.to_owned());
        move || {
            let all = data.outbox().get_untracked();
            let mine = |one: &&Waiting| {
                one.words().as_deref() == Some(words.as_str())
                    || (one.words().is_none() && one.args.first() == Some(&words))
            };
            // The latest: somebody may delete the same post twice.
            *key.borrow_mut() = all.iter().rfind(mine).map(|one| one.key.clone());
        }
    }

    pub fn take_back_one(&self, chance: &Chance) {
        let all = self.outbox();
        if all.is_empty() {
            return;
        }
        let (key, back) = (all[chance.below(all.len())].key.clone(), self.back.clone());
        let taken = key.clone();
        self.data.take_back(&key, move |became| {
            if became.is_out() {
                back.borrow_mut().insert(taken, became);
            }
        });
    }

    /// How an intent of this phone ended.
    pub fn end(&self, intent: &Intent) -> Option<End> {
        if intent.who != self.number {
            return None;
        }
        let key = intent.key.borrow();
        let Some(key) = key.as_ref() else { return Some(End::Unkept) };
        let refused = self.outbox().iter().any(|one| one.key == *key && !one.is_waiting());
        if refused {
            let all = self.outbox();
            eprintln!(
                "refused: {:?}",
                all.iter().find(|one| one.key == *key).and_then(|one| one.refused.clone())
            );
        }
        Some(match self.back.borrow().get(key) {
            Some(TakenBack::MayHaveArrived) => End::MayHaveArrived,
            Some(_) => End::TakenBack,
            None if refused => End::Refused,
            None => End::Sent,
        })
    }

    fn talk(&self, post: &str) -> List<Comment> {
        self.talks.borrow_mut().insert(post.to_owned());
        self.data.list::<Comment>(api::COMMENTS, &[post], Arrival::AtOnce)
    }

    pub fn talks(&self) -> Vec<String> {
        self.talks.borrow().iter().cloned().collect()
    }

    /// The feed from the newest to the oldest, as somebody reads it who scrolls to its end: nothing is loaded anew.
    pub async fn whole_feed(&self) -> Vec<Post> {
        self.posts.show_fresh();
        self.to_the_end(self.posts).await;
        self.shown()
    }

    /// The person pulls down: everything on screen is asked for from its beginning.
    pub fn look_anew(&self) {
        self.posts.reload();
        self.pins.reload();
        self.talks().iter().for_each(|post| self.talk(post).reload());
    }

    pub async fn whole_talk(&self, post: &str) -> Vec<Comment> {
        let list = self.talk(post);
        self.to_the_end(list).await;
        let ids = list.view().get_untracked().into_value().unwrap().ids;
        ids.iter().filter_map(|id| list.item(id).get_untracked().into_value()).collect()
    }

    async fn to_the_end<T: data::Entity>(&self, list: List<T>) {
        for _ in 0..2000 {
            let view = list.view().get_untracked();
            let has_more = view.value().is_some_and(|view| view.has_more);
            if view.value().is_some() && !has_more {
                return;
            }
            list.more();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("client {}: a list has no end", self.number);
    }

    pub async fn whole_pins(&self) -> Vec<String> {
        self.to_the_end(self.pins).await;
        self.pins.view().get_untracked().into_value().map(|view| view.ids).unwrap_or_default()
    }
}

/// What names a post, whatever its words became.
pub fn first_word(body: &str) -> &str {
    body.split(' ').next().unwrap_or_default()
}

thread_local! {
    /// All phones have one clock.
    static BEGAN: std::cell::OnceCell<Instant> = const { std::cell::OnceCell::new() };
}
