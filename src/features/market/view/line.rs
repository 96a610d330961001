//! The line for a class: how many wait, my place in it, joining and leaving.

use contract::{ClassId, api};
use leptos::prelude::*;

use super::super::store::Market;
use super::super::words::own_words;
use crate::i18n::k;
use crate::ui::{Banner, Button, Card, Fault, Look, Row, Toasts};

/// What the line is to me.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// How many wait.
    pub waiting: u32,
    /// My place, from 1.
    pub place: Option<u32>,
}

/// The card; nothing while `line` is none, or where the backend has no lines.
pub fn card(market: Market, class: ClassId, line: Memo<Option<Line>>) -> AnyView {
    let data = market.kernel();
    if !data.offers(&api::JOIN_LINE) {
        return ().into_any();
    }
    let leaves = data.offers(&api::LEAVE_LINE);
    let intent = market.intent();
    let notice = intent.notice();
    let toasts = Toasts::from_context();
    let waits = Memo::new(move |_| line.get().is_some_and(|line| line.place.is_some()));
    let go = Callback::new(move |to_wait: bool| {
        let told = Callback::new(move |()| {
            toasts.push(if to_wait { k::market::line_joined() } else { k::market::line_left() });
        });
        market.wait_for(intent, &class, to_wait, told);
    });
    let title = move || {
        let Some(line) = line.get() else { return String::new() };
        match (line.place, line.waiting) {
            (Some(place), _) => k::market::line_place(&place.to_string()),
            (None, 0) => k::market::line_none().to_owned(),
            (None, n) => k::market::waiting(i64::from(n)),
        }
    };
    let button = move || {
        let (label, look) = if waits.get() {
            (k::market::leave_line(), Look::Text)
        } else {
            (k::market::join_line(), Look::Soft)
        };
        let to_wait = !waits.get();
        (to_wait || leaves).then(
            || view! { <Button label look small=true busy=intent.is_sending() on_press=move || go.run(to_wait) /> },
        )
    };
    let ours = move || notice.with(|n| n.as_ref().and_then(|n| own_words(&n.code, true)));
    let general = Signal::derive(move || notice.get().filter(|_| ours().is_none()));
    let is_here = Memo::new(move |_| line.get().is_some());
    let shown = move || {
        is_here.get().then(|| {
            view! {
                <Card>
                    <Row ends=true>
                        <b role="status" class="grow">{title}</b>
                        {button}
                    </Row>
                    <p class="sub">{k::market::line_note()}</p>
                    <Fault notice=general />
                    {move || ours().map(|(title, body)| view! { <div role="alert"><Banner title body /></div> })}
                </Card>
            }
        })
    };
    view! { {shown} }.into_any()
}
