//! What an announcement asks each member to confirm: my own answer, and for who runs the group who is missing.

use contract::api::{self, Done};
use contract::feed::{Post, RollCall, RollCallKind};
use contract::group::Member;
use data::{Arrival, Data, Place};
use leptos::prelude::*;

use super::model;
use crate::i18n::{k, moment};
use crate::ui::slot::DrawAttachment;
use crate::ui::{
    Avatar, Button, Fault, List, ListRow, Loaded, Look, Pill, PillState, Sheet, Stack, Well, glyph,
};

/// Draws the roll call of an announcement.
pub const PART: (&str, DrawAttachment) = ("feed/roll-call", draw);

fn draw(id: &str, _: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let post = data.one::<Post>(id);
    let call = Memo::new(move |_| post.with(|p| p.value().and_then(|p| p.roll_call.clone())));
    let Some(kind) = call.get_untracked().map(|call| call.kind) else { return ().into_any() };
    let yours = post.with_untracked(|p| p.value().is_some_and(|p| p.yours));
    let counts = Memo::new(move |_| call.with(|c| c.as_ref().and_then(|c| Some((c.confirmed?, c.asked?)))));
    let missing = Memo::new(move |_| counts.get().is_some_and(|(confirmed, asked)| confirmed < asked));
    let (open, id, group) = (RwSignal::new(false), StoredValue::new(id.to_owned()), group.to_owned());
    view! {
        <Well>
            <div class="roll-call" role="group" aria-label=k::feed::call_name()>
                {(!yours).then(|| mine(data, group.clone(), id, kind, call))}
                {move || {
                    counts
                        .get()
                        .map(|(confirmed, asked)| {
                            let words = k::feed::call_count(&asked.to_string(), &confirmed.to_string());
                            view! { <p class="sub num">{words}</p> }
                        })
                }}
                {move || {
                    missing
                        .get()
                        .then(|| {
                            view! {
                                <Button
                                    label=k::feed::call_missing()
                                    look=Look::Line
                                    small=true
                                    on_press=move || open.set(true)
                                />
                            }
                        })
                }}
            </div>
        </Well>
        <Sheet open title=k::feed::call_missing_title()>
            {move || id.with_value(|id| who_is_missing(data, id, counts))}
        </Sheet>
    }
    .into_any()
}

/// The question and its button, or when I answered. An answer waits for the network: it may be about safety.
fn mine(
    data: Data,
    group: String,
    id: StoredValue<String>,
    kind: RollCallKind,
    call: Memo<Option<RollCall>>,
) -> AnyView {
    let confirming = data.mutation();
    let press = Callback::new(move |()| {
        id.with_value(|id| {
            let place = Place { group: &group, thing: id };
            confirming.queue(&api::CONFIRM_ROLL_CALL, &[id.as_str()], &Done {}, place, || {});
        });
    });
    let confirmed_at = Memo::new(move |_| call.with(|c| c.as_ref().and_then(|c| c.confirmed_at)));
    let waits = Memo::new(move |_| {
        data.outbox().with(|all| {
            all.iter().any(|one| {
                one.operation == api::CONFIRM_ROLL_CALL.name
                    && one.is_waiting()
                    && id.with_value(|id| one.place == *id)
            })
        })
    });
    let look = if kind == RollCallKind::Safe { Look::Filled } else { Look::Soft };
    (move || match (confirmed_at.get(), waits.get()) {
        (Some(at), _) => {
            let when = move || model::confirmed(kind, &moment(at.0, data.minute().get().0));
            view! { <Pill label=when state=PillState::Done icon=glyph::CHECK /> }.into_any()
        }
        (None, true) => {
            view! { <Pill label=k::feed::call_waits() state=PillState::Held icon=glyph::CLOUD /> }.into_any()
        }
        (None, false) if data.offers(&api::CONFIRM_ROLL_CALL) => view! {
            <p>{model::call_title(kind)}</p>
            <Fault notice=confirming.notice() />
            <Button
                label=model::call_word(kind)
                icon=glyph::CHECK
                wide=true
                look
                busy=confirming.is_sending()
                on_press=press
            />
        }
        .into_any(),
        (None, false) => ().into_any(),
    })
    .into_any()
}

fn who_is_missing(data: Data, post: &str, counts: Memo<Option<(u32, u32)>>) -> AnyView {
    let list = data.list::<Member>(api::ROLL_CALL, &[post], Arrival::AtOnce);
    // Each answer takes one off, while somebody looks.
    Effect::new(move |before: Option<Option<(u32, u32)>>| {
        let now = counts.get();
        if before.is_none_or(|before| before != now) {
            list.reload();
        }
        now
    });
    let row = move |id: &String| {
        let persona = list.item(id).get().into_value()?.persona;
        let lead = move || view! { <Avatar of=persona.avatar.clone() size="m" /> };
        Some(view! { <ListRow title=persona.nickname lead /> })
    };
    view! {
        <Stack>
            <Loaded value=list.view() retry=move || list.reload() skeletons=1 let:shown>
                {move || {
                    shown
                        .with(|view| {
                            let more = view.has_more.then(|| {
                                view! {
                                    <Button label=k::common::more() look=Look::Text wide=true on_press=move || list.more() />
                                }
                            });
                            let rows = view.ids.iter().filter_map(row).collect_view();
                            let all = view.ids.is_empty().then(|| view! { <p class="sub">{k::feed::call_all()}</p> });
                            view! { {all} <List>{rows}</List> {more} }
                        })
                }}
            </Loaded>
        </Stack>
    }
    .into_any()
}
