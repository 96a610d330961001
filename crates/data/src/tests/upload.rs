//! Uploads over a wire that breaks: every byte once, in its place, whatever happens.

use contract::photo::{NewUpload, Upload};
use contract::{Code, Problem};

use super::*;
use crate::upload::{Source, Step, UNREADABLE};

const SIZE: u32 = 1000;

fn problem(code: Code) -> Answer {
    Answer {
        status: code.status(),
        headers: vec![],
        body: serde_json::to_string(&Problem::new(code)).unwrap(),
    }
}

struct Bytes(Option<Vec<u8>>);
impl Source for Bytes {
    fn read(&self, from: u32, to: u32) -> LocalFuture<Option<Vec<u8>>> {
        let part = self.0.as_ref().map(|all| all[from as usize..to as usize].to_vec());
        Box::pin(core::future::ready(part))
    }
}

/// A backend that keeps what it gets, and what it was asked.
#[derive(Default)]
struct Backend {
    uploads: RefCell<BTreeMap<String, Vec<u8>>>,
    announced: RefCell<Vec<String>>,
    asked: RefCell<Vec<String>>,
}

fn bytes() -> Vec<u8> {
    (0..SIZE).map(|i| (i % 256) as u8).collect()
}

fn what() -> NewUpload {
    NewUpload { size: SIZE, media_type: "image/jpeg".into(), sha256: "0".repeat(64) }
}

impl Backend {
    fn view(&self, id: &str) -> Result<Answer, Fault> {
        let uploads = self.uploads.borrow();
        let Some(bytes) = uploads.get(id) else { return Ok(problem(Code::NotFound)) };
        let offset = bytes.len() as u32;
        let ready = offset == SIZE;
        let expires_at = Timestamp(0);
        ok(&Upload { id: id.into(), size: SIZE, offset, part_size: 300, ready, expires_at })
    }

    fn hear(&self, request: &Request) -> Result<Answer, Fault> {
        let path = request.url.split("/api").nth(1).unwrap().to_owned();
        self.asked.borrow_mut().push(format!("{} {path}", request.method));
        if request.method == "POST" {
            let key = request.headers.iter().find(|(n, _)| n == contract::IDEMPOTENCY_KEY).unwrap().1.clone();
            let mut announced = self.announced.borrow_mut();
            // The same intent gets the same answer.
            let nth = announced.iter().position(|known| *known == key).unwrap_or_else(|| {
                announced.push(key);
                announced.len() - 1
            });
            let id = format!("u{nth}");
            self.uploads.borrow_mut().entry(id.clone()).or_default();
            return self.view(&id);
        }
        let id = path.split('/').nth(2).unwrap().to_owned();
        if let Some(part) = &request.bytes {
            let offset: usize = path.split("offset=").nth(1).unwrap().parse().unwrap();
            let mut uploads = self.uploads.borrow_mut();
            let Some(known) = uploads.get_mut(&id) else { return Ok(problem(Code::NotFound)) };
            if offset > known.len() {
                return Ok(problem(Code::Conflict));
            }
            let new = part.get(known.len() - offset..).unwrap_or_default().to_vec();
            known.extend(new);
        }
        self.view(&id)
    }
}

struct Scene {
    world: World,
    backend: Rc<Backend>,
    steps: Rc<RefCell<Vec<Step>>>,
}

impl Scene {
    /// `breaks`: for the how-manieth request, whether it is heard at all, and what comes instead of its answer.
    fn new(breaks: impl Fn(usize) -> Option<(bool, Fault)> + 'static) -> Self {
        let (world, backend) = (World::signed_in(), Rc::new(Backend::default()));
        let (heard, nth) = (backend.clone(), Cell::new(0));
        world.answers(move |request| {
            nth.set(nth.get() + 1);
            match breaks(nth.get()) {
                None => heard.hear(request),
                Some((is_heard, fault)) => {
                    if is_heard {
                        let _ = heard.hear(request);
                    }
                    Err(fault)
                }
            }
        });
        Self { world, backend, steps: Rc::default() }
    }

    fn send(&mut self, known: Option<&str>, source: Option<Vec<u8>>) -> crate::upload::Uploading {
        let steps = self.steps.clone();
        let tell = move |step| steps.borrow_mut().push(step);
        let (group, known) = ("g".into(), known.map(Into::into));
        let running = self.world.data.upload(&group, what(), known, Rc::new(Bytes(source)), tell);
        self.world.settle();
        running
    }

    fn last(&self) -> Option<Step> {
        self.steps.borrow().last().cloned()
    }
}

#[test]
fn bytes_go_up_part_by_part() {
    let mut scene = Scene::new(|_| None);
    let _running = scene.send(None, Some(bytes()));
    let sent = [0, 300, 600, 900].map(Step::Sent);
    let steps = [vec![Step::Known("u0".into())], sent.to_vec(), vec![Step::Ready("u0".into())]].concat();
    assert_eq!(*scene.steps.borrow(), steps);
    assert_eq!(scene.backend.uploads.borrow()["u0"], bytes());
}

#[test]
fn whatever_breaks_every_byte_is_there_once() {
    let faults = [Fault::Offline, Fault::Timeout, Fault::Network];
    for at in 1..=6 {
        for (heard, fault) in faults.iter().flat_map(|f| [(true, *f), (false, *f)]) {
            let mut scene = Scene::new(move |nth| (nth == at || nth == at + 2).then_some((heard, fault)));
            let _running = scene.send(None, Some(bytes()));
            assert_eq!(scene.last(), Some(Step::Ready("u0".into())), "{at} {heard} {fault:?}");
            assert_eq!(scene.backend.uploads.borrow()["u0"], bytes(), "{at} {heard} {fault:?}");
            let waited = scene.steps.borrow().iter().any(|step| matches!(step, Step::Waiting(_)));
            assert!(waited || at == 6, "it says that it waits");
        }
    }
}

#[test]
fn an_upload_of_before_goes_on_from_where_it_is() {
    let mut scene = Scene::new(|_| None);
    scene.backend.uploads.borrow_mut().insert("old".into(), bytes()[..700].to_vec());
    let _running = scene.send(Some("old"), Some(bytes()));
    let asked = ["GET /uploads/old", "PUT /uploads/old/bytes?offset=700"];
    assert_eq!(*scene.backend.asked.borrow(), asked);
    assert_eq!(scene.last(), Some(Step::Ready("old".into())));
}

#[test]
fn one_that_was_forgotten_is_announced_anew() {
    let mut scene = Scene::new(|_| None);
    let _running = scene.send(Some("gone"), Some(bytes()));
    assert_eq!(scene.backend.asked.borrow()[..2], ["GET /uploads/gone", "POST /groups/g/uploads"]);
    assert_eq!(scene.last(), Some(Step::Ready("u0".into())));
}

#[test]
fn a_refusal_is_the_end_and_so_is_a_source_that_dried_up() {
    let mut scene = Scene::new(|_| None);
    scene.world.answers(|_| Ok(problem(Code::PhotoLimit)));
    let _running = scene.send(None, Some(bytes()));
    assert!(matches!(scene.last(), Some(Step::Failed(notice)) if notice.code == "photo_limit"));
    let mut scene = Scene::new(|_| None);
    let _running = scene.send(None, None);
    assert!(matches!(scene.last(), Some(Step::Failed(notice)) if notice.code == UNREADABLE));
}

#[test]
fn nobody_waits_longer_than_a_quarter_of_a_minute_and_a_wish_is_heard_at_once() {
    let mut scene = Scene::new(|_| Some((false, Fault::Offline)));
    LIMIT.with(|limit| limit.set(400));
    let running = scene.send(None, Some(bytes()));
    let asked = scene.world.asked().len();
    // 100 seconds passed: after 1, 2, 4, 8, 15, 15, 15, 15 and 15 seconds it asked.
    assert_eq!(asked, 10);
    running.hurry();
    LIMIT.with(|limit| limit.set(usize::MAX));
    drop(running);
    scene.world.settle();
    assert!(matches!(scene.last(), Some(Step::Waiting(notice)) if notice.code == "offline"));
}

#[test]
fn who_lets_it_go_or_signs_out_ends_it() {
    let mut scene = Scene::new(|_| None);
    let steps = scene.steps.clone();
    let source = Rc::new(Bytes(Some(bytes())));
    let running = scene.world.data.upload(&"g".into(), what(), None, source.clone(), move |step| {
        steps.borrow_mut().push(step);
    });
    drop(running);
    scene.world.settle();
    assert!(scene.steps.borrow().is_empty() && scene.world.asked().is_empty());
    let steps = scene.steps.clone();
    let _running = scene.world.data.upload(&"g".into(), what(), None, source, move |step| {
        steps.borrow_mut().push(step);
    });
    scene.world.data.sign_out();
    scene.world.settle();
    assert!(scene.steps.borrow().is_empty(), "nothing of another account goes on");
}
