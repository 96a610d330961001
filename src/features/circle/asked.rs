//! Above a group's feed: who asks me into a circle, and which of mine was dissolved. Nothing while there is neither.

use contract::api::Done;
use contract::circle::{Circle, CircleState};
use contract::{GroupId, Link, api};
use data::{Data, LiveState};
use leptos::prelude::*;

use super::{list, model};
use crate::i18n::k::circle as t;
use crate::ui::{Banner, Button, Fault, LinkButton, Look, glyph};

/// Draws them for a group.
pub fn draw(_: &str, _: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>().filter(|data| data.has_circles()) else { return ().into_any() };
    let group = GroupId::from(group);
    // What the page is for comes first: it is asked for once changes are followed.
    let begun =
        Memo::new(move |before| before == Some(&true) || data.live_state().get() != LiveState::Paused);
    (move || begun.get().then(|| waiting(data, &group))).into_any()
}

fn waiting(data: Data, group: &GroupId) -> AnyView {
    let all = list::circles(data, group);
    let open = Memo::new(move |_| {
        let ids = all.view().get().into_value().map(|all| all.ids).unwrap_or_default();
        let circles = ids.iter().filter_map(|id| all.item(id).get().into_value());
        circles.filter(|circle| circle.state != CircleState::Joined).collect::<Vec<_>>()
    });
    view! { <For each=move || open.get() key=|circle| (circle.id.clone(), circle.state, circle.name.clone()) children=move |circle| one(data, circle) /> }
        .into_any()
}

fn one(data: Data, circle: Circle) -> AnyView {
    if circle.state == CircleState::Dissolved {
        // It was dissolved while nobody listened: what was seen of it goes.
        data.forget_posts_of(circle.id.as_str());
        return dissolved(data, &circle);
    }
    let to = Link::Circle(circle.group_id.clone(), circle.id.clone());
    view! {
        <Banner icon=glyph::LOCK title=model::question(&circle)>
            <LinkButton to label=t::look() look=Look::Soft small=true />
        </Banner>
    }
    .into_any()
}

/// That a circle of mine is no more, until I put that away.
pub fn dissolved(data: Data, circle: &Circle) -> AnyView {
    let putting = data.mutation();
    let (id, group) = (circle.id.clone(), circle.group_id.clone());
    let away = move || {
        let (circle, group) = (id.clone(), group.clone());
        putting.run(api::LEAVE_CIRCLE, &[id.as_str()], &(), move |_: Done| {
            list::circles(data, &group).take_off(circle.as_str());
        });
    };
    view! {
        <Banner icon=glyph::LOCK title=t::dissolved_title(&circle.name) body=t::dissolved_body()>
            <Button label=t::put_away() look=Look::Soft small=true busy=putting.is_sending() on_press=away />
        </Banner>
        <Fault notice=putting.notice() />
    }
    .into_any()
}
