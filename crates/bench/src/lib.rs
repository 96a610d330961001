//! Benchmarks in WebAssembly: the client's own code, built as the client is built, driven by `run.mjs`.
//!
//! `cargo xtask bench` builds and runs it. Knows the net and the contract; nothing that ships knows it.

mod dialect;

use std::rc::Rc;

use contract::feed::Post;
use contract::{Page, Timestamp, api};
use net::descriptor::Descriptor;
use net::{Answer, Call, Client, Config, Fault, LocalFuture, Reply, Request, Stream, StreamEvent, Transport};
use serde::de::{DeserializeOwned, IgnoredAny};
use wasm_bindgen::prelude::wasm_bindgen;

const BASE: &str = "https://api.example";
const POCKETBASE: &str = include_str!("../../../public/backends/pocketbase.json");
const RUOYI: &str = include_str!("../../../public/backends/ruoyi.json");

/// One backend's answer to "the newest thousand posts", and a client that asks for it.
struct Feed {
    client: Client,
    body: Rc<str>,
}

/// Answers everything with one body.
struct Fixed(Rc<str>);

struct NoStream;
impl Stream for NoStream {}

impl Transport for Fixed {
    fn send(&self, _: Request) -> LocalFuture<Result<Answer, Fault>> {
        let answer = Answer { status: 200, headers: Vec::new(), body: self.0.to_string() };
        Box::pin(async move { Ok(answer) })
    }
    fn stream(&self, _: Request, _: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        Box::new(NoStream)
    }
}

impl Feed {
    fn new(descriptor: Option<&str>, body: String) -> Option<Self> {
        let config = format!(r#"{{"version":1,"api":{{"base":"{BASE}"}}}}"#);
        let config = Config::parse(&config, "https://app.example/").ok()?;
        let descriptor = match descriptor {
            Some(text) => Some(Descriptor::parse(text, BASE).ok()?),
            None => None,
        };
        let body: Rc<str> = body.into();
        Some(Self { client: Client::new(config, descriptor, Rc::new(Fixed(body.clone()))), body })
    }

    fn reply(&self) -> Option<Reply> {
        let call = Call::read(&api::POSTS, &["g"], Timestamp(dialect::NOW_MS)).with("limit", "1000");
        let sent = core::pin::pin!(self.client.send(call));
        let mut context = core::task::Context::from_waker(core::task::Waker::noop());
        match sent.poll(&mut context) {
            core::task::Poll::Ready(reply) => reply.ok(),
            core::task::Poll::Pending => None,
        }
    }

    /// What came, and how many items could not be read.
    fn page<T: DeserializeOwned>(&self) -> Option<(Vec<T>, usize)> {
        let mut items = Vec::new();
        let end = self.reply()?.page(|item| items.push(item)).ok()?;
        Some((items, end.unreadable.len()))
    }
}

/// The descriptor benchmark: posts by plain serde, and the same posts through the client.
#[wasm_bindgen]
pub struct DescriptorBench {
    contract: Feed,
    pocketbase: Feed,
    ruoyi: Feed,
}

#[wasm_bindgen]
impl DescriptorBench {
    /// Makes the answers of `posts` posts; nothing when a descriptor is wrong.
    pub fn new(posts: u32) -> Option<DescriptorBench> {
        let posts = dialect::posts(posts);
        Some(Self {
            contract: Feed::new(None, dialect::contract(&posts))?,
            pocketbase: Feed::new(Some(POCKETBASE), dialect::pocketbase(&posts))?,
            ruoyi: Feed::new(Some(RUOYI), dialect::ruoyi(&posts))?,
        })
    }

    fn feed(&self, backend: &str) -> Option<&Feed> {
        match backend {
            "contract" => Some(&self.contract),
            "pocketbase" => Some(&self.pocketbase),
            "ruoyi" => Some(&self.ruoyi),
            _ => None,
        }
    }

    /// The size of a backend's answer in bytes.
    pub fn bytes(&self, backend: &str) -> usize {
        self.feed(backend).map_or(0, |feed| feed.body.len())
    }

    /// The contract's own JSON by plain serde. Gives the number of posts, as all of these do.
    pub fn serde(&self) -> usize {
        serde_json::from_str::<Page<Post>>(&self.contract.body).map_or(0, |page| page.items.len())
    }

    /// Everything between the wire and the app: the answer is judged, parsed, mapped and read.
    pub fn whole(&self, backend: &str) -> usize {
        self.feed(backend).and_then(Feed::page::<Post>).map_or(0, |(posts, _)| posts.len())
    }

    /// All but the reading of the type.
    pub fn untyped(&self, backend: &str) -> usize {
        self.feed(backend).and_then(Feed::page::<IgnoredAny>).map_or(0, |(posts, _)| posts.len())
    }

    /// The judging alone: is this an answer or a refusal?
    pub fn judged(&self, backend: &str) -> usize {
        usize::from(self.feed(backend).and_then(Feed::reply).is_some())
    }

    /// The parsing alone.
    pub fn parsed(&self, backend: &str) -> usize {
        self.feed(backend).and_then(|feed| net::json::parse(&feed.body).ok()).map_or(0, |_| 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_backend_gives_the_same_posts() {
        let bench = DescriptorBench::new(50).unwrap();
        let page = serde_json::from_str::<Page<Post>>(&bench.contract.body).unwrap();
        for (feed, name) in
            [(&bench.contract, "contract"), (&bench.pocketbase, "pocketbase"), (&bench.ruoyi, "ruoyi")]
        {
            let (posts, unreadable) = feed.page::<Post>().unwrap();
            assert_eq!(unreadable, 0, "{name}");
            for (post, same) in posts.iter().zip(&page.items) {
                assert_eq!(post.body, same.body, "{name}");
                assert_eq!(post.created_at, same.created_at, "{name}");
                assert_eq!(post.comment_count, same.comment_count, "{name}");
                assert_eq!(post.attachment.is_some(), same.attachment.is_some(), "{name}");
                let names = [post, same].map(|p| p.author.as_ref().map(|a| a.persona.nickname.clone()));
                assert_eq!(names[0], names[1], "{name}");
            }
            assert_eq!(posts.len(), 50, "{name}");
        }
    }
}
