//! Putting members on a roster: one by one into a free seat, or ticked in the form of a new class.

use contract::group::Member;
use contract::market::Class;
use contract::{GroupId, MemberId};
use leptos::prelude::*;
use loadable::Loadable;

use super::super::form::{found, roster_of, toggled};
use super::super::model::{free_seats, without_seat};
use super::super::store::Market;
use super::super::words::own_words;
use crate::i18n::k;
use crate::ui::{
    Avatar, AvatarStack, Banner, Button, Fault, List, ListRow, Loaded, Look, Row, Sheet, Stack, TextField,
    Toasts, glyph,
};

/// For hosts, while there is a free seat: adds a member to a class.
pub fn add(market: Market, group: GroupId, class: Signal<Class>, runs: Memo<bool>) -> AnyView {
    let open = RwSignal::new(false);
    let may = Memo::new(move |_| runs.get() && class.with(free_seats) > 0);
    let shown = move || {
        let group = group.clone();
        may.get().then(|| {
            view! {
                <Button
                    label=k::market::add_member()
                    icon=glyph::PLUS
                    look=Look::Line
                    wide=true
                    on_press=move || open.set(true)
                />
                <Sheet open title=k::market::add_to() sub=k::market::add_sub()>
                    {chooser(market, &group, class)}
                </Sheet>
            }
        })
    };
    view! { {shown} }.into_any()
}

fn chooser(market: Market, group: &GroupId, class: Signal<Class>) -> AnyView {
    let intent = market.intent();
    let notice = intent.notice();
    let typed = RwSignal::new(String::new());
    let toasts = Toasts::from_context();
    let members = market.members(group);
    // Of the whole list and not of a row: the change may be heard of, and the row be gone, before the answer comes.
    let told = Callback::new(move |()| toasts.push(k::market::added()));
    let seat = move |id: MemberId| {
        let class = class.with_untracked(|c| c.brief.id.clone());
        market.seat(intent, &class, &id, told);
    };
    let ours =
        move || notice.with(|n| n.as_ref().and_then(|n| own_words(&n.code, false)).map(|(title, _)| title));
    let general = Signal::derive(move || notice.get().filter(|_| ours().is_none()));
    view! {
        <Stack wide=true>
            <Fault notice=general />
            {move || ours().map(|title| view! { <div role="alert"><Banner title /></div> })}
            <Loaded value=members retry=move || () skeletons=1 let:members>
                <Stack wide=true>
                    <TextField label=k::market::search_member() value=typed optional=true />
                    {
                        let free = Memo::new(move |_| class.with(|c| without_seat(&members.get(), c, &typed.get())));
                        let none = Memo::new(move |_| free.with(Vec::is_empty));
                        // A row stands as long as its member may be added: another one's button is not under the finger.
                        let row = move |member: Member| {
                            let (id, avatar) = (member.id, member.persona.avatar);
                            let lead = move || view! { <Avatar of=avatar /> };
                            let seat = move || seat(id.clone());
                            view! {
                                <ListRow title=member.persona.nickname lead>
                                    <Button
                                        label=k::market::add()
                                        look=Look::Soft
                                        small=true
                                        busy=intent.is_sending()
                                        on_press=seat
                                    />
                                </ListRow>
                            }
                        };
                        move || {
                            if none.get() {
                                return nobody(typed).into_any();
                            }
                            view! {
                                <List>
                                    <For
                                        each=move || free.get()
                                        key=|one| (one.id.clone(), one.persona.nickname.clone())
                                        children=row
                                    />
                                </List>
                            }
                            .into_any()
                        }
                    }
                </Stack>
            </Loaded>
        </Stack>
    }
    .into_any()
}

fn nobody(typed: RwSignal<String>) -> impl IntoView {
    let words = move || {
        if typed.with(|t| t.trim().is_empty()) { k::market::nobody_left() } else { k::market::nobody_found() }
    };
    view! { <p class="sub">{words}</p> }
}

/// Ticks members for the roster of a class to be made; `field` is the draft's text.
pub fn pick(
    market: Market,
    group: &GroupId,
    field: RwSignal<String>,
    error: Signal<Option<String>>,
) -> AnyView {
    let open = RwSignal::new(false);
    let members = market.members(group);
    let chosen = Memo::new(move |_| field.with(|f| roster_of(f)));
    let faces = move || {
        let ids = chosen.get();
        members.with(|m| {
            let all = m.value().map(Vec::as_slice).unwrap_or_default();
            let on = all.iter().filter(|m| ids.contains(&m.id)).take(6);
            on.map(|m| m.persona.avatar.clone()).collect::<Vec<_>>()
        })
    };
    let count = move || i64::try_from(chosen.with(Vec::len)).unwrap_or(i64::MAX);
    view! {
        <div class="field" role="group" aria-label=k::market::field_roster()>
            <span class="field-label">{k::market::field_roster()}<span class="field-optional">{k::common::optional()}</span></span>
            <Row ends=true>
                {move || (count() > 0).then(|| view! { <AvatarStack of=Signal::derive(faces) /> })}
                <span class="sub grow num">{move || k::market::field_roster_hint(count())}</span>
                <Button
                    label=k::common::edit()
                    look=Look::Soft
                    small=true
                    on_press=move || open.set(true)
                />
            </Row>
            <div class="field-error" role="alert">{move || error.get()}</div>
        </div>
        <Sheet open title=k::market::field_roster() sub=move || Some(k::market::field_roster_hint(count()))>
            {ticks(members, field, open)}
        </Sheet>
    }
    .into_any()
}

fn ticks(members: Signal<Loadable<Vec<Member>>>, field: RwSignal<String>, open: RwSignal<bool>) -> AnyView {
    let typed = RwSignal::new(String::new());
    let row = move |member: Member| {
        let (id, set) = (member.id.clone(), member.id);
        view! {
            <li class="list-row">
                <label class="seat-tick">
                    <Avatar of=member.persona.avatar />
                    <span class="grow">{member.persona.nickname}</span>
                    <input
                        type="checkbox"
                        prop:checked=move || field.with(|f| roster_of(f).contains(&id))
                        on:change=move |_| field.update(|f| *f = toggled(f, &set))
                    />
                </label>
            </li>
        }
    };
    view! {
        <Stack wide=true>
            <Loaded value=members retry=move || () skeletons=1 let:members>
                <Stack wide=true>
                    <TextField label=k::market::search_member() value=typed optional=true />
                    {move || {
                        let found = members.with(|m| found(m, &typed.get()));
                        if found.is_empty() {
                            nobody(typed).into_any()
                        } else {
                            view! { <List>{found.into_iter().map(row).collect_view()}</List> }.into_any()
                        }
                    }}
                </Stack>
            </Loaded>
            <Button label=k::common::done() wide=true on_press=move || open.set(false) />
        </Stack>
    }
    .into_any()
}
