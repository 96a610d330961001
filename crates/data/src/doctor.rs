//! The doctor over the kernel's own transport and session: what a browser sees, told row by row.
//!
//! Joins the net's doctor to [`Host`] and the transport. Knows no sentences and no page.

use core::cell::RefCell;
use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::rc::Rc;

use contract::Timestamp;
use net::doctor::{Doctor, Heard, Options, Probe, Row, Trouble};
use net::{Answer, LocalFuture, Request, StreamEvent, Transport};

use crate::core::Data;
use crate::host::Host;

impl Data {
    /// Examines the backend from a page at this URL; `tell` gets each row, and nothing at the end.
    ///
    /// It writes only with leave. A session that is refused here stays: the doctor ends none.
    pub fn examine(self, page: &str, may_write: bool, tell: impl Fn(Option<Row>) + 'static) {
        let core = self.core();
        let probe = Rc::new(OfBrowser { transport: core.client.transport(), host: core.host.clone() });
        let origin = page.split('/').take(3).collect::<Vec<_>>().join("/");
        let options = Options {
            command: self.doctor_command(&origin),
            origin: Some(origin),
            may_write,
            key: core.host.random().iter().map(|byte| format!("{byte:02x}")).collect(),
            ..Options::default()
        };
        let tell = Rc::new(tell);
        let row = tell.clone();
        let doctor = Doctor::new(&core.client, probe, options, move |found| row(Some(found)));
        core.host.spawn(Box::pin(async move {
            doctor.run().await;
            tell(None);
        }));
    }

    /// The command that sees what a browser does not.
    fn doctor_command(self, origin: &str) -> String {
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
