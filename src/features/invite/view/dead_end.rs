//! A door that does not open: why, and the ways on.

use contract::Link;
use leptos::prelude::*;
use loadable::Notice;

use super::super::dead::{Dead, Way};
use super::super::entry::Door;
use crate::i18n::k;
use crate::ui::{Art, Button, LinkButton, Look, Page, State};

/// The page of an invite that does not let in.
pub fn page(door: Door, dead: Dead, notice: &Notice) -> AnyView {
    let (title, body) = dead.words(door.inviter().as_deref());
    let late = dead.too_late().filter(|_| door.was_open()).map(str::to_owned);
    let wait = notice.wait_s.map(|s| k::common::wait(s.into()));
    let body = [late, wait].into_iter().flatten().fold(body, |body, more| format!("{body} {more}"));
    let art = if dead == Dead::Unknown { Art::LostPath } else { Art::BrokenThread };
    let signed_in = door.data.signed_in().get_untracked();
    // No way leads to what the backend does not do.
    let is_open = move |way: &Way| match way {
        Way::SignIn => door.data.can_sign_in(),
        Way::Verify => door.can_verify(),
        Way::Another | Way::Again | Way::Home => true,
    };
    let mut ways: Vec<Way> = dead.ways(signed_in).into_iter().filter(is_open).collect();
    if ways.is_empty() {
        ways.push(Way::Home);
    }
    let ways = ways.into_iter().enumerate().map(move |(at, way)| {
        let look = if at == 0 { Look::Filled } else { Look::Text };
        button(door, way, look)
    });
    let ways = ways.collect_view();
    view! {
        <Page>
            <h1 class="hide">{k::invite::door_title()}</h1>
            // Who pressed "join" hears why nothing was joined.
            <div role=door.was_open().then_some("alert")>
                <State art title body>
                    {ways}
                </State>
            </div>
        </Page>
    }
    .into_any()
}

fn button(door: Door, way: Way, look: Look) -> AnyView {
    let link = |to, label| view! { <LinkButton to label look /> }.into_any();
    match way {
        Way::Another => link(Link::Scan, k::invite::type_another()),
        Way::SignIn => link(Link::SignIn, k::common::sign_in()),
        Way::Verify => link(Link::Verify, k::common::verify_phone()),
        Way::Home => link(Link::Home, k::common::home()),
        Way::Again => {
            view! { <Button label=k::common::retry() look on_press=move || door.again() /> }.into_any()
        }
    }
}
