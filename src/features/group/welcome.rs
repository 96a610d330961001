//! The first visit: what this is, and the ways in that the backend has.

use contract::group::Group;
use contract::{Link, api};
use data::{Arrival, Data};
use leptos::prelude::*;

use super::{can_join, home};
use crate::i18n::k;
use crate::ui::prefs::use_title;
use crate::ui::{Card, Curtain, Fact, Facts, LinkButton, Look, Page, PageHead, SectionHead, Stack, glyph};

/// For who is not signed in.
pub fn page(data: Data) -> AnyView {
    use_title(String::new());
    let by_invite = can_join(data);
    let sub = if by_invite { k::group::welcome_sub() } else { k::group::welcome_plain_sub() };
    view! {
        <Curtain cloth="blossom" tall=true />
        <Page>
            <PageHead title=k::group::welcome_title() sub />
            <Card>
                <Facts>
                    {by_invite
                        .then(|| {
                            view! { <Fact icon=glyph::QR title=k::group::welcome_invite() note=k::group::welcome_invite_note() /> }
                        })}
                    <Fact icon=glyph::ME title=k::group::welcome_name() note=k::group::welcome_name_note() />
                    <Fact icon=glyph::SHIELD title=k::group::welcome_fair() note=k::group::welcome_fair_note() />
                </Facts>
            </Card>
            {open_groups(data)}
            <Stack>
                {by_invite
                    .then(|| {
                        view! { <LinkButton to=Link::Scan label=k::group::enter() icon=glyph::SCAN wide=true /> }
                    })}
                <LinkButton
                    to=Link::SignIn
                    label=k::group::sign_in()
                    look=if by_invite { Look::Line } else { Look::Filled }
                    wide=true
                />
                {data
                    .offers(&api::NEW_GROUP)
                    .then(|| view! { <LinkButton to=Link::NewGroup label=k::group::new() look=Look::Text wide=true /> })}
            </Stack>
        </Page>
    }
    .into_any()
}

/// The groups that a foreign backend shows to everybody; nothing where it does not.
fn open_groups(data: Data) -> AnyView {
    // One that never does is not asked.
    if !data.client().reads_openly() || !data.offers(&api::GROUPS) {
        return ().into_any();
    }
    let groups = data.list::<Group>(api::GROUPS, &[], Arrival::AtOnce);
    let view = groups.view();
    let some = Memo::new(move |_| view.with(|v| v.value().is_some_and(|v| !v.ids.is_empty())));
    let list = Signal::derive(move || view.get().into_value().unwrap_or_default());
    let shown = move || {
        some.get().then(|| {
            view! {
                <SectionHead title=k::group::open_groups() />
                {home::list_of(data, groups, list, |_| ().into_any())}
            }
        })
    };
    view! { {shown} }.into_any()
}
