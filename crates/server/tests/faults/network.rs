//! The proxy between clients and the server: every request and every piece of a stream meets a fate.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use net::{Answer, Fault, LocalFuture, Request, Stream, StreamEvent, Transport};
use tokio::task::{AbortHandle, spawn_local};

use crate::chance::Chance;

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Well,
    Offline,
    LostThere,
    LostBack,
    Delayed,
    Doubled,
    /// A copy of it comes again later, after others.
    LateCopy,
    Cut,
    Gateway,
    Portal,
    StreamCut,
    StreamStalled,
    StreamDoubled,
    StreamTorn,
}

const FATES: [Fate; 9] = [
    Fate::Offline,
    Fate::LostThere,
    Fate::LostBack,
    Fate::Delayed,
    Fate::Doubled,
    Fate::LateCopy,
    Fate::Cut,
    Fate::Gateway,
    Fate::Portal,
];

const STREAM_FATES: [Fate; 4] = [Fate::StreamCut, Fate::StreamStalled, Fate::StreamDoubled, Fate::StreamTorn];

pub struct Network {
    chance: Rc<Chance>,
    base: RefCell<String>,
    stormy: Cell<bool>,
    under_way: Cell<usize>,
    counts: RefCell<BTreeMap<Fate, usize>>,
    http: reqwest::Client,
}

impl Network {
    pub fn new(chance: Rc<Chance>, base: &str) -> Self {
        Self {
            chance,
            base: RefCell::new(base.to_owned()),
            stormy: Cell::new(false),
            under_way: Cell::new(0),
            counts: RefCell::default(),
            http: reqwest::Client::new(),
        }
    }

    /// The server has another port since it was started again.
    pub fn moved(&self, base: &str) {
        base.clone_into(&mut self.base.borrow_mut());
    }

    pub fn storm(&self, on: bool) {
        self.stormy.set(on);
    }

    /// Nothing is on its way, not even a late copy.
    pub fn is_quiet(&self) -> bool {
        self.under_way.get() == 0
    }

    pub fn counts(&self) -> String {
        format!("{:?}", self.counts.borrow())
    }

    pub fn check_every_fault_happened(&self) {
        let counts = self.counts.borrow();
        for fate in FATES.iter().chain(&STREAM_FATES) {
            assert!(counts.contains_key(fate), "{fate:?} never happened: {counts:?}");
        }
    }

    fn fate(&self, of: &[Fate], well_in: usize) -> Fate {
        let fate = if self.stormy.get() && self.chance.below(100) >= well_in {
            of[self.chance.below(of.len())]
        } else {
            Fate::Well
        };
        *self.counts.borrow_mut().entry(fate).or_default() += 1;
        fate
    }

    async fn wait(&self, most_ms: usize) {
        tokio::time::sleep(Duration::from_millis(self.chance.below(most_ms) as u64)).await;
    }

    fn request(&self, request: &Request) -> reqwest::RequestBuilder {
        // Clients know one address; the server has another each time it is started.
        let path = request.url.strip_prefix(CLIENT_BASE).unwrap();
        let url = format!("{}{path}", self.base.borrow());
        let method = reqwest::Method::from_bytes(request.method.as_bytes()).unwrap();
        let mut sent = self.http.request(method, url);
        for (name, value) in &request.headers {
            sent = sent.header(name, value);
        }
        if let Some(body) = &request.body {
            sent = sent.body(body.clone());
        }
        sent
    }

    async fn arrive(&self, request: &Request) -> Result<Answer, Fault> {
        let response = self.request(request).send().await.map_err(|_| Fault::Network)?;
        let status = response.status().as_u16();
        let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
            (name.to_string(), value.to_str().unwrap_or_default().to_owned())
        };
        let headers = response.headers().iter().map(header).collect();
        let body = response.text().await.map_err(|_| Fault::Network)?;
        Ok(Answer { status, headers, body })
    }

    async fn carry(self: Rc<Self>, request: Request) -> Result<Answer, Fault> {
        match self.fate(&FATES, 55) {
            Fate::Offline => Err(Fault::Offline),
            Fate::LostThere => {
                self.wait(60).await;
                Err(Fault::Network)
            }
            Fate::LostBack => {
                let _ = self.arrive(&request).await;
                self.wait(60).await;
                Err(Fault::Timeout)
            }
            Fate::Delayed => {
                self.wait(300).await;
                let answer = self.arrive(&request).await;
                self.wait(300).await;
                answer
            }
            Fate::Doubled => {
                let (first, _) = tokio::join!(self.arrive(&request), self.arrive(&request));
                first
            }
            Fate::LateCopy => {
                let (copy, me) = (request.clone(), self.clone());
                self.under_way.set(self.under_way.get() + 1);
                spawn_local(async move {
                    me.wait(600).await;
                    let _ = me.arrive(&copy).await;
                    me.under_way.set(me.under_way.get() - 1);
                });
                self.arrive(&request).await
            }
            Fate::Cut => {
                let mut answer = self.arrive(&request).await?;
                let mut end = self.chance.below(answer.body.len().max(1));
                while !answer.body.is_char_boundary(end) {
                    end -= 1;
                }
                answer.body.truncate(end);
                Ok(answer)
            }
            Fate::Gateway => Ok(page(502, "<html>502 bad gateway</html>")),
            Fate::Portal => Ok(page(200, "<html>please accept our terms</html>")),
            _ => self.arrive(&request).await,
        }
    }

    async fn follow(
        self: Rc<Self>,
        request: Request,
        on_event: &mut dyn FnMut(StreamEvent),
    ) -> Result<(), Fault> {
        let mut response = self.request(&request).send().await.map_err(|_| Fault::Network)?;
        on_event(StreamEvent::Opened(response.status().as_u16()));
        let mut stalled = false;
        while let Some(chunk) = response.chunk().await.map_err(|_| Fault::Network)? {
            let text = String::from_utf8_lossy(&chunk).into_owned();
            stalled &= self.stormy.get();
            match self.fate(&STREAM_FATES, 80) {
                // Half dead: nothing more comes, and nobody says so.
                _ if stalled => {}
                Fate::StreamCut => return Err(Fault::Network),
                Fate::StreamStalled => stalled = true,
                Fate::StreamDoubled => {
                    on_event(StreamEvent::Chunk(text.clone()));
                    on_event(StreamEvent::Chunk(text));
                }
                Fate::StreamTorn => {
                    for piece in text.chars() {
                        on_event(StreamEvent::Chunk(piece.to_string()));
                    }
                }
                _ => on_event(StreamEvent::Chunk(text)),
            }
        }
        Ok(())
    }
}

fn page(status: u16, body: &str) -> Answer {
    Answer { status, headers: vec![("content-type".into(), "text/html".into())], body: body.into() }
}

/// The address that clients have; where the server really is, the network knows.
pub const CLIENT_BASE: &str = "http://qunli.test";

/// One client's end of it.
pub struct Wire(pub Rc<Network>);

struct Following(AbortHandle);
impl Stream for Following {}
impl Drop for Following {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Transport for Wire {
    fn send(&self, request: Request) -> LocalFuture<Result<Answer, Fault>> {
        Box::pin(self.0.clone().carry(request))
    }

    fn stream(&self, request: Request, mut on_event: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        let network = self.0.clone();
        let task = spawn_local(async move {
            let end = network.follow(request, &mut *on_event).await;
            on_event(StreamEvent::Ended(end.err()));
        });
        Box::new(Following(task.abort_handle()))
    }
}
