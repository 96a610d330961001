//! For those who run a group: who helps by sharing, in sums that name nobody who was helped.

use contract::referral::{Helper, Helpers};
use contract::{GroupId, api};
use data::Data;
use leptos::prelude::*;

use super::model;
use crate::i18n::k::referral as t;
use crate::i18n::number;
use crate::ui::{Avatar, Card, List, ListRow, Loaded, SectionHead};

/// The section.
pub fn section(data: Data, group: &GroupId) -> AnyView {
    let reading = data.read::<Helpers>(api::HELPERS, &[group.as_str()]);
    view! {
        <SectionHead title=t::helpers_title() />
        <Loaded value=reading.answer() retry=move || reading.again() skeletons=1 let:all>
            {move || list(all.get())}
        </Loaded>
    }
    .into_any()
}

fn list(all: Helpers) -> AnyView {
    let few = number(all.fewest.into());
    let note = view! { <p class="cap referral-note">{t::helpers_note(&few)}</p> };
    if all.items.is_empty() {
        return view! {
            <Card>
                <p class="sub">{t::helpers_none(&few)}</p>
            </Card>
            {note}
        }
        .into_any();
    }
    view! {
        <List label=t::helpers_title()>{all.items.into_iter().map(row).collect_view()}</List>
        {note}
    }
    .into_any()
}

fn row(of: Helper) -> AnyView {
    let note = model::helped(&of);
    let avatar = of.member.persona.avatar;
    let lead = move || view! { <Avatar of=avatar size="m" /> };
    view! { <ListRow title=of.member.persona.nickname note lead /> }.into_any()
}
