//! Who is in a circle; to who looks after it, who is asked and who said no, and the ways to ask and to take out.

use contract::circle::{AskMembers, Circle, CircleAnswer, CircleMember};
use contract::group::Group;
use contract::{CircleId, Link, api};
use data::{Arrival, Data, List};
use leptos::prelude::*;

use super::model;
use super::pick::Pick;
use crate::i18n::k;
use crate::i18n::k::circle as t;
use crate::ui::{
    Ask, Avatar, Button, Fault, ListRow, Loaded, Look, Pill, PillState, SectionHead, Sheet, Stack, Toasts,
    Unreadable, glyph,
};

/// The list, and what can be done about it.
pub fn view(data: Data, circle: &Circle) -> AnyView {
    let members = data.list::<CircleMember>(api::CIRCLE_MEMBERS, &[circle.id.as_str()], Arrival::AtOnce);
    let me = data.one::<Group>(circle.group_id.as_str());
    let me = Memo::new(move |_| me.get().into_value().map(|group| group.me.id));
    let yours = circle.yours;
    let asked = RwSignal::new(None::<CircleMember>);
    let open = RwSignal::new(false);
    let draw = move |(one, acts): (CircleMember, bool)| {
        let of = one.clone();
        let press = move || {
            asked.set(Some(of.clone()));
            open.set(true);
        };
        let label = if one.answer == CircleAnswer::Asked { t::take_back() } else { t::take_out() };
        let act = acts.then(|| view! { <Button label look=Look::Text small=true on_press=press /> });
        person(data, one, act.into_any())
    };
    // A row stands as long as its member does: whoever is on it with the keyboard stays there.
    let row = move |id: String| {
        let one = Memo::new(move |_| {
            let one = members.item(&id).get().into_value()?;
            let other = me.with(|me| me.as_ref() != Some(&one.member.id));
            let acts = yours && other && one.answer != CircleAnswer::Declined;
            Some((one, acts))
        });
        move || one.get().map(draw)
    };
    view! {
        <SectionHead title=t::inside() />
        <Loaded value=members.view() retry=move || members.reload() skeletons=1 let:list>
            {
                let has_more = Memo::new(move |_| list.with(|list| list.has_more));
                view! {
                    <ul class="list" role="list">
                        <For each=move || list.with(|list| list.ids.clone()) key=String::clone children=row />
                    </ul>
                    {move || has_more.get().then(|| {
                        view! { <Button label=k::common::more() look=Look::Text wide=true on_press=move || members.more() /> }
                    })}
                    <Unreadable count=Signal::derive(move || list.with(|list| list.unreadable)) about=Link::Backend />
                }
            }
        </Loaded>
        {yours.then(|| view! { {ask(data, circle, members)} {take_out(data, circle.id.clone(), members, asked, open)} })}
    }
    .into_any()
}

fn person(data: Data, one: CircleMember, act: AnyView) -> AnyView {
    let avatar = one.member.persona.avatar.clone();
    let note = model::since(&one, data.now().0);
    let pill = match one.answer {
        CircleAnswer::Joined => None,
        CircleAnswer::Asked => Some((t::waiting(), PillState::Held, glyph::CLOCK)),
        CircleAnswer::Declined => Some((t::no(), PillState::Off, glyph::CLOSE)),
    };
    let lead = move || view! { <Avatar of=avatar size="m" /> };
    view! {
        <ListRow title=one.member.persona.nickname note lead>
            {pill.map(|(label, state, icon)| view! { <Pill label state icon /> })}
            {act}
        </ListRow>
    }
    .into_any()
}

/// Asks more members.
fn ask(data: Data, circle: &Circle, members: List<CircleMember>) -> AnyView {
    let toasts = Toasts::from_context();
    let asking = data.mutation();
    let open = RwSignal::new(false);
    let pick = Pick(RwSignal::new(String::new()));
    let (id, group) = (circle.id.clone(), StoredValue::new(circle.group_id.clone()));
    let taken = Signal::derive(move || {
        let ids = members.view().get().into_value().map(|all| all.ids).unwrap_or_default();
        ids.iter().filter_map(|id| members.item(id).get().into_value()).collect::<Vec<_>>()
    });
    let send = Callback::new(move |()| {
        let command = AskMembers { members: untrack(|| pick.ids()) };
        if command.members.is_empty() {
            return;
        }
        asking.run(api::ASK_MEMBERS, &[id.as_str()], &command, move |circle: Circle| {
            pick.0.set(String::new());
            open.set(false);
            data.absorb(circle);
            members.reload();
            toasts.push(t::asked_done());
        });
    });
    view! {
        <Button label=t::ask_more() icon=glyph::PLUS look=Look::Soft wide=true on_press=move || open.set(true) />
        <Sheet open title=t::ask_more() sub=t::make_sub()>
            <Stack>
                {move || group.with_value(|group| pick.view(data, group, taken))}
                <Fault notice=asking.notice() />
                <Button
                    label=Signal::derive(move || pick.count().unwrap_or_default())
                    blocked=Signal::derive(move || pick.count().is_none().then(|| t::people().to_owned()))
                    wide=true
                    busy=asking.is_sending()
                    on_press=send
                />
            </Stack>
        </Sheet>
    }
    .into_any()
}

fn take_out(
    data: Data,
    circle: CircleId,
    members: List<CircleMember>,
    asked: RwSignal<Option<CircleMember>>,
    open: RwSignal<bool>,
) -> AnyView {
    let toasts = Toasts::from_context();
    let taking = data.mutation();
    let name =
        move || asked.with(|m| m.as_ref().map(|m| m.member.persona.nickname.clone()).unwrap_or_default());
    let is_in = move || asked.with(|m| m.as_ref().is_some_and(|m| m.answer == CircleAnswer::Joined));
    let take = Callback::new(move |()| {
        let Some(one) = asked.get_untracked() else { return };
        let args = [circle.as_str(), one.member.id.as_str()];
        taking.run(api::REMOVE_FROM_CIRCLE, &args, &(), move |circle: Circle| {
            members.take_off(&one.id);
            data.absorb(circle);
            open.set(false);
            toasts.push(t::taken_out());
        });
    });
    let sub = move || if is_in() { t::take_out_sub() } else { t::take_back_sub() };
    view! {
        <Ask
            open
            title=Signal::derive(move || t::take_out_title(&name()))
            sub
            notice=taking.notice()
            busy=taking.is_sending()
            yes=t::take_out()
            look=Look::Warn
            no=k::common::cancel()
            on_yes=take
        />
    }
    .into_any()
}
