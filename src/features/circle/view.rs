//! One circle: the question to who is asked, and to who is in it, who else is and what can be done.

use contract::api::Done;
use contract::circle::{Circle, CircleState, RenameCircle};
use contract::feed::Post;
use contract::group::{Group, HistoryRule};
use contract::{CircleId, GroupId, Link, api};
use data::{Arrival, Data, refusal};
use domain::circle::{NAME, check_rename};
use leptos::prelude::*;

use super::{asked, ends, list, model, people};
use crate::compose;
use crate::i18n::k::circle as t;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    Button, Card, Crumb, Fact, Facts, Fault, FormFault, Loaded, Look, Page, PageHead, Sheet, Stack,
    TextField, Toasts, field_error, glyph,
};

/// The page.
pub fn page(data: Data, group: GroupId, id: CircleId) -> AnyView {
    let circle = data.one::<Circle>(id.as_str());
    use_title(Signal::derive(move || {
        circle.get().into_value().map_or_else(|| t::title().to_owned(), |c| c.name)
    }));
    view! {
        <Crumb to=Link::Circles(group) label=t::title() />
        <Page>
            <Loaded value=circle retry={move || data.fetch::<Circle>(id.as_str())} skeletons=2 let:circle>
                {body(data, circle)}
            </Loaded>
        </Page>
    }
    .into_any()
}

fn body(data: Data, circle: Signal<Circle>) -> AnyView {
    let state = Memo::new(move |_| circle.with(|c| (c.state, c.yours)));
    (move || match state.get() {
        (CircleState::Asked, _) => question(data, circle),
        (CircleState::Joined, yours) => inside(data, circle, yours),
        (CircleState::Dissolved, _) => asked::dissolved(data, &circle.get_untracked()),
    })
    .into_any()
}

/// Who asks, what agreeing means, and both answers of one size.
fn question(data: Data, circle: Signal<Circle>) -> AnyView {
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let (agreeing, declining) = (data.mutation(), data.mutation());
    let first = circle.get_untracked();
    let group = data.one::<Group>(first.group_id.as_str());
    let terms = move || {
        let history = group.get().into_value().map_or(HistoryRule::SinceJoined, |g| g.policy.history);
        let facts = circle.with(|circle| model::terms(circle, history));
        facts
            .into_iter()
            .map(|(title, note)| {
                let note = note.map(str::to_owned);
                view! { <Fact icon=glyph::CHECK title note /> }
            })
            .collect_view()
    };
    let id = first.id.clone();
    let agree = move || {
        agreeing.run(api::AGREE, &[id.as_str()], &Done {}, move |circle: Circle| {
            // Where newcomers see the past, there is more to read now.
            data.list::<Post>(api::POSTS, &[circle.group_id.as_str()], Arrival::Wait).reload();
            data.absorb(circle);
            toasts.push(t::agreed());
        });
    };
    let decline = move || {
        let (id, back) = (first.id.clone(), Link::Group(first.group_id.clone()));
        let group = first.group_id.clone();
        declining.run(api::LEAVE_CIRCLE, &[first.id.as_str()], &(), move |_: Done| {
            list::circles(data, &group).take_off(id.as_str());
            toasts.push(t::declined());
            nav.replace(&back);
        });
    };
    view! {
        <PageHead title=Signal::derive(move || circle.with(model::question)) />
        <Card>
            <Facts>{terms}</Facts>
            <Fault notice=agreeing.notice() />
            <Fault notice=declining.notice() />
            <Stack>
                <Button label=t::agree() wide=true busy=agreeing.is_sending() on_press=agree />
                <Button label=t::decline() look=Look::Line wide=true busy=declining.is_sending() on_press=decline />
            </Stack>
        </Card>
    }
    .into_any()
}

fn inside(data: Data, circle: Signal<Circle>, yours: bool) -> AnyView {
    let first = circle.get_untracked();
    let note = move || circle.with(|circle| t::note(i64::from(circle.people)));
    view! {
        <PageHead title=Signal::derive(move || circle.with(|circle| circle.name.clone())) sub=Signal::derive(move || Some(note())) />
        {data.offers(&api::NEW_POST).then(|| write(data, &first))}
        {people::view(data, &first)}
        {(yours && data.offers(&api::RENAME_CIRCLE)).then(|| rename(data, &first))}
        {ends::leave(data, circle)}
        {(yours && data.offers(&api::DISSOLVE_CIRCLE)).then(|| ends::dissolve(data, circle))}
    }
    .into_any()
}

/// Opens the composer for the circle. What was written for others and not sent is never opened as if it were for the
/// circle: it says whom it is for, and asks.
fn write(data: Data, first: &Circle) -> AnyView {
    let nav = use_nav::<Link>();
    let (id, group) = (first.id.to_string(), first.group_id.clone());
    let (asks, others) = (RwSignal::new(false), RwSignal::new(String::new()));
    let draft = {
        let place = format!("group/{group}/post");
        move || data.draft(&place)
    };
    let go = Callback::new(move |()| {
        asks.set(false);
        nav.go(&Link::Write(group.clone()));
    });
    let choose = Callback::new({
        let (draft, id) = (draft.clone(), id.clone());
        move |()| {
            let draft = draft();
            draft.field(compose::AUDIENCE, "").set(id.clone());
            draft.keep();
            go.run(());
        }
    });
    let press = move || {
        let draft = draft();
        let whom = draft.field(compose::AUDIENCE, "").get_untracked();
        if whom == id {
            go.run(());
        } else if draft.was_kept_besides(compose::AUDIENCE) {
            others.set(whom);
            asks.set(true);
        } else {
            choose.run(());
        }
    };
    let sub = move || if others.with(String::is_empty) { t::draft_all() } else { t::draft_other() };
    view! {
        <Button label=t::write() icon=glyph::TALK wide=true on_press=press />
        <Sheet open=asks title=t::draft_title() sub>
            <Stack>
                <Button label=t::draft_change() wide=true on_press=choose />
                <Button label=t::draft_as_is() look=Look::Soft wide=true on_press=go />
            </Stack>
        </Sheet>
    }
    .into_any()
}

fn rename(data: Data, first: &Circle) -> AnyView {
    let toasts = Toasts::from_context();
    let draft = data.draft(&format!("circle/{}/name", first.id));
    let name = draft.field("name", &first.name);
    let saving = draft.mutation(data);
    let notice = saving.notice();
    let id = first.id.clone();
    let save = move || {
        let command = RenameCircle { name: name.get_untracked().trim().to_owned() };
        let wrong = check_rename(&command);
        if !wrong.is_empty() {
            return saving.refuse(refusal(wrong));
        }
        saving.run(api::RENAME_CIRCLE, &[id.as_str()], &command, move |circle: Circle| {
            name.set(circle.name.clone());
            draft.clear_as_is();
            data.absorb(circle);
            toasts.push(t::renamed());
        });
    };
    let error = field_error(notice, "name", &[]);
    let most = u32::try_from(NAME).unwrap_or(u32::MAX);
    view! {
        <Card>
            <TextField label=t::name() value=name error max_length=most />
            <FormFault notice=notice />
            <Button label=t::rename() look=Look::Soft wide=true busy=saving.is_sending() on_press=save />
        </Card>
    }
    .into_any()
}
