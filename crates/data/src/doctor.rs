//! What a doctor is lent by the kernel: the transport as a probe, the session. What it sees is what a browser sees.
//!
//! The doctor itself works apart, in a module of its own. Knows no sentences and no page.

use core::cell::RefCell;
use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::rc::Rc;

use contract::Timestamp;
use contract::account::Session;
use net::doctor::{Heard, Probe, Trouble};
use net::json::{parse, read};
use net::{Answer, LocalFuture, Request, StreamEvent, Transport};

use crate::core::Data;
use crate::host::Host;

impl Data {
    /// Asks the backend as the app does, for a doctor.
    pub fn probe(self) -> Rc<dyn Probe> {
        let core = self.core();
        Rc::new(OfBrowser { transport: core.client.transport(), host: core.host.clone() })
    }

    /// The session as text, for a doctor that works apart.
    pub fn session_text(self) -> Option<String> {
        serde_json::to_string(&*self.core().client.session()?).ok()
    }

    /// 32 random hexadecimal digits, for what a doctor writes.
    pub fn random_key(self) -> String {
        self.core().host.random().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Takes up the session that a doctor renewed apart, if it is still of the same account.
    pub fn renewed_apart(self, text: &str) {
        let read = parse(text).ok().and_then(|node| read::<Session>(&node).ok());
        let Some(session) = read.filter(|session| self.account().as_ref() == Some(&session.me.id)) else {
            return;
        };
        self.core().client.set_session(Some(session.clone()));
        self.session_renewed(&session);
    }

    /// The command that sees what a browser does not. `origin` is the page's.
    pub fn doctor_command(self, origin: &str) -> String {
        let config = self.config();
        let mut command = format!("cargo xtask doctor {} --origin {origin}", config.api_base);
        if let Some(file) = &config.descriptor {
            command += " --descriptor public/";
            command += file.trim_start_matches("./");
        }
        command
    }
}

/// Asks as the app does.
struct OfBrowser {
    transport: Rc<dyn Transport>,
    host: Rc<dyn Host>,
}

/// What a stream brought so far.
#[derive(Default)]
struct Listening {
    answer: Answer,
    over: Option<Heard>,
    waker: Option<Waker>,
}

impl Probe for OfBrowser {
    fn sees_all(&self) -> bool {
        false
    }

    fn now(&self) -> Timestamp {
        self.host.now()
    }

    fn send(&self, request: Request) -> LocalFuture<Heard> {
        let sent = self.transport.send(request);
        Box::pin(async move { sent.await.map_err(Trouble::from) })
    }

    fn cookie(&self, name: &str) -> Option<String> {
        self.transport.cookie(name)
    }

    fn listen(&self, request: Request, ms: u32) -> LocalFuture<Heard> {
        let shared = Rc::new(RefCell::new(Listening::default()));
        let heard = shared.clone();
        let on_event = move |event| {
            let mut now = heard.borrow_mut();
            match event {
                StreamEvent::Opened(status) => now.answer.status = status,
                StreamEvent::Chunk(text) => now.answer.body.push_str(&text),
                StreamEvent::Ended(why) => {
                    let answer = now.answer.clone();
                    now.over = Some(why.map_or(Ok(answer), |fault| Err(Trouble::from(fault))));
                }
            }
            if let Some(waker) = now.waker.take() {
                waker.wake();
            }
        };
        let stream = self.transport.stream(request, Box::new(on_event));
        let mut sleep = self.host.sleep(ms);
        Box::pin(async move {
            let first = poll_fn(|cx| {
                let late = sleep.as_mut().poll(cx).is_ready();
                let mut now = shared.borrow_mut();
                if let Some(over) = now.over.take() {
                    return Poll::Ready(over);
                }
                // The first words are enough, and so is a refusal.
                if !now.answer.body.is_empty() || !matches!(now.answer.status, 0 | 200) {
                    return Poll::Ready(Ok(now.answer.clone()));
                }
                if late {
                    let opened = now.answer.status != 0;
                    return Poll::Ready(if opened { Ok(now.answer.clone()) } else { Err(Trouble::Timeout) });
                }
                now.waker = Some(cx.waker().clone());
                Poll::Pending
            })
            .await;
            drop(stream);
            first
        })
    }
}
