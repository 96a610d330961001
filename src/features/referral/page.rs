//! What came of my shares in a group, by whose I came, what counts, and erasing it.

use contract::api::Done;
use contract::group::Group;
use contract::referral::{Came, Referral};
use contract::{GroupId, Link, api};
use data::{Data, Mutation};
use domain::referral::KEEP_S;
use leptos::prelude::*;
use loadable::Loadable;

use super::{helpers, model, told};
use crate::i18n::k::referral as t;
use crate::i18n::{day, k, number, time};
use crate::ui::prefs::{shows_counts, use_title};
use crate::ui::{
    Ask, Avatar, Banner, Button, Card, Crumb, Fact, Facts, Fault, FormFault, Icon, List, ListLink, ListRow,
    Loaded, Look, Page, PageHead, SectionHead, Toasts, glyph,
};

/// The page.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(t::title().to_owned());
    let group = data.one::<Group>(id.as_str());
    let mine = data.one::<Referral>(id.as_str());
    let back = Link::About(id.clone());
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    let again = id.clone();
    view! {
        <Crumb to=back label=name />
        <Page>
            <PageHead title=t::title() sub=t::sub() />
            <Loaded value=mine retry={move || data.fetch::<Referral>(again.as_str())} skeletons=2 let:mine>
                {body(data, group, mine)}
            </Loaded>
        </Page>
    }
    .into_any()
}

fn body(data: Data, group: Signal<Loadable<Group>>, mine: Signal<Referral>) -> AnyView {
    let erased = Memo::new(move |_| mine.with(|m| m.final_at));
    let off = Memo::new(move |_| group.with(|g| g.value().is_some_and(|g| g.policy.referral_depth == 0)));
    let erasing = data.mutation();
    let content = move || {
        match erased.get() {
        Some(at) => gone(data, mine, time(at.0)),
        None => view! {
            {move || off.get().then(|| view! { <Banner icon=glyph::INFO title=t::off_title() body=t::off_body() /> })}
            {brought(mine)}
            {came(data, mine)}
            {of_group(data, group)}
            {erase(data, mine, erasing)}
        }
        .into_any(),
    }
    };
    view! { {content} }.into_any()
}

/// What counts in the group, and, for who runs it, who helps.
fn of_group(data: Data, group: Signal<Loadable<Group>>) -> AnyView {
    let known = Memo::new(move |_| {
        let group = group.get().into_value()?;
        (group.policy.referral_depth > 0).then_some((group.policy, group.me.role, group.id))
    });
    let draw = move || {
        let (policy, role, id) = known.get()?;
        let tells = role.runs_the_group() && data.offers(&api::HELPERS);
        let helpers = tells.then(|| helpers::section(data, &id));
        Some(view! { {helpers} {rules(model::rules(&policy))} })
    };
    view! { {draw} }.into_any()
}

/// What came of my shares.
fn brought(mine: Signal<Referral>) -> AnyView {
    let rows = move || {
        let (counts, m) = (shows_counts(), mine.get());
        if !model::has_any(&m) {
            return view! {
                <Card>
                    <h2>{t::none_title()}</h2>
                    <p class="sub">{t::none_body()}</p>
                </Card>
            }
            .into_any();
        }
        let joined = model::joined(&m, counts).map(|title| view! { <ListRow title icon=glyph::PEOPLE /> });
        let things = m.things.iter().filter_map(|one| {
            let (to, icon) = (model::place(&m.group_id, &one.thing)?, model::icon(&one.thing.kind));
            let note = model::bought(one, counts);
            Some(view! { <ListLink to title=one.thing.title.clone() note icon /> })
        });
        let things = things.collect_view();
        view! {
            <List label=t::mine()>{joined}{things}</List>
            <p class="cap referral-note">{t::only_counts()}</p>
        }
        .into_any()
    };
    view! {
        <SectionHead title=t::mine() />
        {rows}
    }
    .into_any()
}

/// By whose shares I came, each with a way to say no.
fn came(data: Data, mine: Signal<Referral>) -> AnyView {
    let forgetting = data.mutation();
    let all = Memo::new(move |_| mine.with(|m| m.came.clone()));
    let group = mine.with_untracked(|m| m.group_id.clone());
    let rows = move || {
        let rows = all.get().into_iter().map(|one| row(data, forgetting, &group, one)).collect_view();
        all.with(|all| !all.is_empty()).then(|| {
            view! {
                <SectionHead title=t::came_title() />
                <List label=t::came_title()>{rows}</List>
                <p class="cap referral-note">{t::came_note()}</p>
                <Fault notice=forgetting.notice() />
            }
        })
    };
    view! { {rows} }.into_any()
}

fn row(data: Data, forgetting: Mutation, group: &GroupId, one: Came) -> AnyView {
    let title = if one.to.kind == "group" { t::came_group().to_owned() } else { one.to.title.clone() };
    let when = day(one.at.0, data.now().0);
    let when = if one.counted { t::dot(&when, t::came_counted()) } else { when };
    let note = t::came_row(&when, &one.by.nickname);
    let button = told::forget(data, forgetting, group, &one);
    let avatar = one.by.avatar;
    let lead = move || view! { <Avatar of=avatar size="m" /> };
    view! { <ListRow title note lead>{button}</ListRow> }.into_any()
}

/// What counts here.
fn rules(lines: Vec<String>) -> AnyView {
    let facts = lines.into_iter().map(|title| view! { <Fact icon=glyph::CHECK title plain=true /> });
    view! {
        <SectionHead title=t::rules_title() />
        <Card>
            <Facts>{facts.collect_view()}</Facts>
        </Card>
    }
    .into_any()
}

/// Erasing, and what it means before it is done.
fn erase(data: Data, mine: Signal<Referral>, erasing: Mutation) -> AnyView {
    let open = RwSignal::new(false);
    let is_any = Memo::new(move |_| mine.with(|m| model::has_any(m) || !m.came.is_empty()));
    let erase = Callback::new(move |()| {
        let group = mine.with_untracked(|m| m.group_id.clone());
        erasing.run(api::ERASE_REFERRAL, &[group.as_str()], &(), move |mine: Referral| {
            open.set(false);
            data.absorb(mine);
        });
    });
    let minutes = number(KEEP_S / 60);
    view! {
        {move || {
            is_any.get().then(|| {
                view! { <Button label=t::erase() look=Look::Warn wide=true on_press=move || open.set(true) /> }
            })
        }}
        <Ask
            open
            title=t::erase_title()
            sub=t::erase_sub(&minutes)
            notice=erasing.notice()
            busy=erasing.is_sending()
            yes=t::erase_yes()
            look=Look::Warn
            no=k::common::cancel()
            on_yes=erase
        />
    }
    .into_any()
}

/// Erased, and for a while not for good.
fn gone(data: Data, mine: Signal<Referral>, until: String) -> AnyView {
    let (keeping, toasts) = (data.mutation(), Toasts::from_context());
    let notice = keeping.notice();
    let group = mine.with_untracked(|m| m.group_id.clone());
    let again = group.clone();
    Effect::new(move |_| {
        if notice.with(|n| n.as_ref().is_some_and(|n| n.code == "gone")) {
            toasts.push(t::too_late());
            data.fetch::<Referral>(again.as_str());
        }
    });
    let keep = move || {
        keeping.run(api::KEEP_REFERRAL, &[group.as_str()], &Done {}, move |mine: Referral| {
            data.absorb(mine);
            toasts.push(t::kept());
        });
    };
    view! {
        <Card>
            <h2 class="referral-gone"><Icon of=glyph::CHECK />{t::erased_title()}</h2>
            <p class="sub">{t::erased_body(&until)}</p>
            <FormFault notice=notice own=&["gone"] />
            <Button label=t::keep() icon=glyph::UNDO look=Look::Soft wide=true busy=keeping.is_sending() on_press=keep />
        </Card>
    }
    .into_any()
}
