//! Phones with tabs, a clock that a test moves, and a backend that does each intent once.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use contract::{Code, Problem, Timestamp, api};
use futures::channel::oneshot;
use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;
use net::{Answer, Client, Config, Fault, LocalFuture, Request, Stream, Transport};
use reactive_graph::owner::Owner;

use super::super::{Handle, OnEvent, key, note, ok, post, session};
use crate::{Data, Disk, Host, Place, Shelf, TakenBack};

type Before = Box<dyn FnMut(&Request) -> Result<(), Fault>>;
type After = Box<dyn FnMut(Result<Answer, Fault>) -> Result<Answer, Fault>>;
type Refuse = Box<dyn FnMut(&str) -> Option<Answer>>;
type Read = Box<dyn FnMut(&Request) -> Option<Result<Answer, Fault>>>;

/// The world: its time, the network and the backend.
pub(super) struct Sim {
    pub(super) now: Cell<i64>,
    timers: RefCell<Vec<(i64, oneshot::Sender<()>)>>,
    before: RefCell<Before>,
    after: RefCell<After>,
    refuse: RefCell<Refuse>,
    read: RefCell<Read>,
    latency: Cell<u32>,
    tries: Cell<usize>,
    asked: Cell<usize>,
    /// What was done, in order: the place and the words.
    pub(super) log: RefCell<Vec<(String, String)>>,
    answers: RefCell<BTreeMap<String, Answer>>,
}

pub(super) fn problem(code: Code) -> Answer {
    let body = serde_json::to_string(&Problem::new(code)).unwrap();
    let status = Problem::new(code).status;
    Answer { status, headers: vec![("content-type".into(), "application/problem+json".into())], body }
}

impl Sim {
    pub(super) fn new() -> Rc<Self> {
        let _ = any_spawner::Executor::init_futures_executor();
        Rc::new(Self {
            now: Cell::new(1_700_000_000_000),
            timers: RefCell::default(),
            before: RefCell::new(Box::new(|_| Ok(()))),
            after: RefCell::new(Box::new(|answer| answer)),
            refuse: RefCell::new(Box::new(|_| None)),
            read: RefCell::new(Box::new(|_| None)),
            latency: Cell::new(0),
            tries: Cell::new(0),
            asked: Cell::new(0),
            log: RefCell::default(),
            answers: RefCell::default(),
        })
    }

    /// What happens on the way there.
    pub(super) fn network(&self, f: impl FnMut(&Request) -> Result<(), Fault> + 'static) {
        *self.before.borrow_mut() = Box::new(f);
    }
    /// What happens on the way back.
    pub(super) fn after(&self, f: impl FnMut(Result<Answer, Fault>) -> Result<Answer, Fault> + 'static) {
        *self.after.borrow_mut() = Box::new(f);
    }
    pub(super) fn refuses(&self, f: impl FnMut(&str) -> Option<Answer> + 'static) {
        *self.refuse.borrow_mut() = Box::new(f);
    }
    pub(super) fn reads(&self, f: impl FnMut(&Request) -> Option<Result<Answer, Fault>> + 'static) {
        *self.read.borrow_mut() = Box::new(f);
    }
    pub(super) fn slow(&self, ms: u32) {
        self.latency.set(ms);
    }
    pub(super) fn done(&self) -> Vec<String> {
        self.log.borrow().iter().map(|(_, words)| words.clone()).collect()
    }
    /// Requests that arrived, and those that set out.
    pub(super) fn asked(&self) -> usize {
        self.asked.get()
    }
    pub(super) fn tries(&self) -> usize {
        self.tries.get()
    }

    pub(super) fn sleep(&self, ms: u32) -> LocalFuture<()> {
        let (wake, woken) = oneshot::channel();
        self.timers.borrow_mut().push((self.now.get() + i64::from(ms), wake));
        Box::pin(async move {
            let _ = woken.await;
        })
    }

    /// Moves to the next moment at which something happens, but not past `end`. False when nothing does.
    pub(super) fn step(&self, end: i64) -> bool {
        let next = self.timers.borrow().iter().map(|(at, _)| *at).min();
        let Some(next) = next.filter(|next| *next <= end) else {
            self.now.set(end);
            return false;
        };
        self.now.set(self.now.get().max(next));
        let (due, rest): (Vec<_>, Vec<_>) = self.timers.take().into_iter().partition(|(at, _)| *at <= next);
        *self.timers.borrow_mut() = rest;
        for (_, wake) in due {
            let _ = wake.send(());
        }
        true
    }

    /// The backend: each key once, and its answer again for whoever asks again.
    fn arrive(&self, request: &Request) -> Result<Answer, Fault> {
        if request.method == "GET" {
            return (self.read.borrow_mut())(request).unwrap_or(Err(Fault::Network));
        }
        if request.url.ends_with("/sessions/current") {
            return ok(&api::Done {});
        }
        self.asked.set(self.asked.get() + 1);
        let words = request.body.as_deref().and_then(|body| {
            let body: serde_json::Value = serde_json::from_str(body).ok()?;
            Some(body["body"].as_str()?.to_owned())
        });
        let words = words.unwrap_or_default();
        if let Some(answer) = self.answers.borrow().get(&key(request)) {
            return Ok(answer.clone());
        }
        if let Some(refused) = (self.refuse.borrow_mut())(&words) {
            return Ok(refused);
        }
        let place = request.url.split("/groups/").nth(1).and_then(|rest| rest.split('/').next());
        self.log.borrow_mut().push((place.unwrap_or_default().to_owned(), words.clone()));
        let mut made = post(0);
        made.id = words.as_str().into();
        made.body = words;
        made.yours = true;
        let answer = ok(&made)?;
        self.answers.borrow_mut().insert(key(request), answer.clone());
        Ok(answer)
    }
}

struct Net(Rc<Sim>);
impl Transport for Net {
    fn send(&self, request: Request) -> LocalFuture<Result<Answer, Fault>> {
        let sim = self.0.clone();
        Box::pin(async move {
            if request.method != "GET" {
                sim.tries.set(sim.tries.get() + 1);
            }
            (sim.before.borrow_mut())(&request)?;
            let there = sim.latency.get();
            if there > 0 {
                sim.sleep(there / 2).await;
            }
            let answer = sim.arrive(&request);
            if there > 0 {
                sim.sleep(there / 2).await;
            }
            (sim.after.borrow_mut())(answer)
        })
    }
    fn stream(&self, _: Request, _: OnEvent) -> Box<dyn Stream> {
        Box::new(Handle)
    }
}

/// What the tabs of a phone share.
#[derive(Default)]
pub(super) struct Storage {
    texts: RefCell<BTreeMap<String, String>>,
    pub(super) full: Cell<bool>,
    /// Its shelves cannot be read now.
    pub(super) shut: Cell<bool>,
    held: Cell<bool>,
    queue: RefCell<VecDeque<oneshot::Sender<()>>>,
    off_ms: Cell<i64>,
    chance: Cell<u64>,
}

impl Storage {
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.texts.borrow().get(name).cloned()
    }
    pub(super) fn put(&self, name: &str, text: &str) {
        self.texts.borrow_mut().insert(name.into(), text.into());
    }
}

struct Flash(Rc<Storage>, Rc<Sim>);
impl Disk for Flash {
    fn get(&self, name: &str) -> Option<String> {
        self.0.texts.borrow().get(name).cloned()
    }
    fn set(&self, name: &str, text: &str) -> bool {
        let room = !self.0.full.get();
        if room {
            self.0.put(name, text);
        }
        room
    }
    fn remove(&self, name: &str) {
        self.0.texts.borrow_mut().remove(name);
    }
    fn names(&self, prefix: &str) -> Vec<String> {
        self.0.texts.borrow().keys().filter(|k| k.starts_with(prefix)).cloned().collect()
    }
    /// A shelf takes its time.
    fn keep(&self, shelf: Shelf, name: &str, text: String) -> LocalFuture<bool> {
        let (storage, name, wait) = (self.0.clone(), format!("{shelf:?}/{name}"), self.1.sleep(2));
        Box::pin(async move {
            wait.await;
            let room = !storage.full.get();
            if room {
                storage.put(&name, &text);
            }
            room
        })
    }
    fn kept(&self, shelf: Shelf, prefix: &str) -> LocalFuture<Option<Vec<String>>> {
        let (storage, prefix, wait) = (self.0.clone(), format!("{shelf:?}/{prefix}"), self.1.sleep(1));
        Box::pin(async move {
            wait.await;
            let texts = storage.texts.borrow();
            let here = texts.iter().filter(|(name, _)| name.starts_with(&prefix));
            (!storage.shut.get()).then(|| here.map(|(_, text)| text.clone()).collect())
        })
    }
    fn clear(&self, shelf: Shelf, prefix: &str) -> LocalFuture<()> {
        let (storage, prefix, sim) = (self.0.clone(), format!("{shelf:?}/{prefix}"), self.1.clone());
        Box::pin(async move {
            sim.sleep(1).await;
            storage.texts.borrow_mut().retain(|name, _| !name.starts_with(&prefix));
            // Its answer comes later than it is done: a tab may be killed in between.
            sim.sleep(1).await;
        })
    }
}

struct Machine(Rc<Sim>, Rc<Storage>, futures::executor::LocalSpawner);
impl Host for Machine {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.now.get() + self.1.off_ms.get())
    }
    fn random(&self) -> [u8; 16] {
        let next = self.1.chance.get() + 1;
        self.1.chance.set(next);
        let scattered = next.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&scattered.to_be_bytes());
        bytes[8..].copy_from_slice(&next.to_be_bytes());
        bytes
    }
    fn spawn(&self, task: LocalFuture<()>) {
        self.2.spawn_local(task).unwrap();
    }
    fn sleep(&self, ms: u32) -> LocalFuture<()> {
        self.0.sleep(ms)
    }
    fn alone(&self, _: &str) -> LocalFuture<Box<dyn Any>> {
        let storage = self.1.clone();
        Box::pin(async move {
            while storage.held.get() {
                let (wake, woken) = oneshot::channel();
                storage.queue.borrow_mut().push_back(wake);
                let _ = woken.await;
            }
            storage.held.set(true);
            Box::new(Turn(storage)) as Box<dyn Any>
        })
    }
}

struct Turn(Rc<Storage>);
impl Drop for Turn {
    fn drop(&mut self) {
        self.0.held.set(false);
        for wake in self.0.queue.take() {
            let _ = wake.send(());
        }
    }
}

#[derive(Clone)]
pub(super) struct Phone {
    sim: Rc<Sim>,
    pub(super) disk: Rc<Storage>,
}

/// A tab of a phone. Dropped, it is killed in the middle of whatever it did.
pub(super) struct Tab {
    pub(super) data: Data,
    phone: Phone,
    pub(super) pool: LocalPool,
    owner: Owner,
}

impl Phone {
    pub(super) fn new(sim: &Rc<Sim>) -> Self {
        Self { sim: sim.clone(), disk: Rc::default() }
    }

    pub(super) fn clock_off_by(&self, ms: i64) {
        self.disk.off_ms.set(ms);
    }

    pub(super) fn tab(&self) -> Tab {
        let owner = Owner::new();
        owner.set();
        let pool = LocalPool::new();
        let config = Config::parse(r#"{"version":1,"api":{"base":"./api"}}"#, "https://x.example/").unwrap();
        let client = Client::new(config, None, Rc::new(Net(self.sim.clone())));
        let machine = Machine(self.sim.clone(), self.disk.clone(), pool.spawner());
        let disk = Flash(self.disk.clone(), self.sim.clone());
        let data = Data::new(client, Rc::new(machine), Rc::new(disk));
        if data.account().is_none() {
            data.sign_in(session("a"), None);
        }
        Tab { data, phone: self.clone(), pool, owner }
    }
}

impl Tab {
    /// The tab is killed and opened again.
    pub(super) fn reload(self) -> Self {
        let phone = self.phone.clone();
        drop(self);
        phone.tab()
    }

    pub(super) fn run_for(&mut self, ms: i64) {
        let end = self.phone.sim.now.get() + ms;
        loop {
            self.pool.run_until_stalled();
            if !self.phone.sim.step(end) {
                return self.pool.run_until_stalled();
            }
        }
    }

    /// Writes a post; it is kept before this returns.
    pub(super) fn write(&mut self, group: &str, words: &str) {
        self.begin_write(group, words, || {});
        self.run_for(5);
    }

    pub(super) fn begin_write(&mut self, group: &str, words: &str, on_kept: impl FnOnce() + 'static) {
        let sending = self.owner.with(|| self.data.mutation());
        let at = Place { group, thing: group };
        sending.queue(&api::NEW_POST, &[group], &note(words), at, on_kept);
    }

    pub(super) fn take_back(&mut self, key: &str) -> Option<TakenBack> {
        let outcome = Rc::new(Cell::new(None));
        let told = outcome.clone();
        self.data.take_back(key, move |became| told.set(Some(became)));
        self.run_for(20);
        outcome.get()
    }
}

/// Lets time pass for two tabs at once.
pub(super) fn run_both(a: &mut Tab, b: &mut Tab, ms: i64) {
    let end = a.phone.sim.now.get() + ms;
    loop {
        a.pool.run_until_stalled();
        b.pool.run_until_stalled();
        a.pool.run_until_stalled();
        if !a.phone.sim.step(end) {
            return;
        }
    }
}
