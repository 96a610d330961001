//! A question whose answer is no entity: what the backend is, what an invite leads to.

use std::rc::Rc;

use contract::Endpoint;
use loadable::Loadable;
use net::{Call, Error, Reply};
use reactive_graph::owner::{LocalStorage, StoredValue};
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Get, GetUntracked, GetValue, Update};
use reactive_graph::wrappers::read::Signal;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::core::Data;

type Ask = Rc<dyn Fn(Data) -> Call>;

/// A question and its answer. `Copy`.
pub struct Reading<R: Send + Sync + 'static> {
    data: Data,
    ask: StoredValue<Ask, LocalStorage>,
    answer: RwSignal<Loadable<R>>,
}

impl<R: Send + Sync + 'static> Clone for Reading<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Send + Sync + 'static> Copy for Reading<R> {}

impl Data {
    /// Asks once, now.
    pub fn read<R>(self, endpoint: Endpoint<(), R>, args: &[&str]) -> Reading<R>
    where
        R: DeserializeOwned + Clone + Send + Sync + 'static,
    {
        let args: Vec<String> = args.iter().map(|a| (*a).to_owned()).collect();
        self.reading(move |data| {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            Call::read(&endpoint, &args, data.now())
        })
    }

    /// Asks once, now, with a body: for questions whose subject must not stand in a URL.
    pub fn read_by_post<Q, R>(self, endpoint: Endpoint<Q, R>, body: Q) -> Reading<R>
    where
        Q: Serialize + 'static,
        R: DeserializeOwned + Clone + Send + Sync + 'static,
    {
        self.reading(move |data| {
            let key = data.new_key();
            Call::write(&endpoint, &[], &body, &key, data.now())
        })
    }

    fn reading<R>(self, ask: impl Fn(Self) -> Call + 'static) -> Reading<R>
    where
        R: DeserializeOwned + Clone + Send + Sync + 'static,
    {
        let ask: Ask = Rc::new(ask);
        let reading =
            Reading { data: self, ask: StoredValue::new_local(ask), answer: RwSignal::new(Loadable::Idle) };
        reading.again();
        reading
    }
}

impl<R: DeserializeOwned + Clone + Send + Sync + 'static> Reading<R> {
    /// The answer.
    pub fn answer(self) -> Signal<Loadable<R>> {
        let answer = self.answer;
        Signal::derive(move || answer.get())
    }

    /// Asks again.
    pub fn again(self) {
        if self.answer.get_untracked().is_loading() {
            return;
        }
        self.answer.update(|a| *a = core::mem::take(a).restarted());
        let call = self.ask.get_value()(self.data);
        let on_reply = move |reply: Result<Reply, Error>| {
            let result = reply.and_then(|reply| reply.read::<R>());
            let result = result.map_err(|error| self.data.note(&error));
            // The page that asked may be gone by now.
            self.answer.try_update(|a| {
                *a = match result {
                    Ok(value) => Loadable::Ready(value),
                    Err(notice) => core::mem::take(a).failed(notice),
                };
            });
        };
        self.data.send(call, Box::new(on_reply));
    }
}
