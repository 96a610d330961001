//! A moment as the content of a card. It is read from its post, so it changes when the post does.

use contract::feed::Post;
use contract::moment::{Moment, MomentKind};
use contract::{Link, api};
use data::Data;
use leptos::prelude::*;
use loadable::Loadable;

use super::model;
use crate::i18n::deadline;
use crate::i18n::k::moment as t;
use crate::ui::host::Reach;
use crate::ui::nav::use_nav;
use crate::ui::share::Outgoing;
use crate::ui::{Act, Icon, Kind, Pill, PillState, Toasts, glyph, share};

/// What a post tells; its title alone while the post is not here.
pub fn attachment(id: &str, title: &str, _group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let post = data.one::<Post>(id);
    let moment =
        Memo::new(move |_| post.with(|p| p.value().and_then(|post| post.moment.as_deref().cloned())));
    let title = title.to_owned();
    let draw = move || match moment.get() {
        Some(moment) => content(data, post, &moment),
        None => view! {
            <Kind icon=model::icon(MomentKind::Other) label=t::other() />
            <b>{title.clone()}</b>
        }
        .into_any(),
    };
    view! { <div class="moment">{draw}</div> }.into_any()
}

fn content(data: Data, post: Signal<Loadable<Post>>, moment: &Moment) -> AnyView {
    let used = moment.used.then(|| {
        view! { <Pill label=t::used_pill() state=PillState::Done icon=glyph::CHECK /> }
    });
    let by = (!moment.by.is_empty()).then(|| t::labelled(model::by_label(moment.kind), &moment.by));
    let at = moment.at;
    let when = at.map(|at| move || t::labelled(t::at(), &deadline(at.0, data.minute().get().0)));
    let rating = moment.rating.map(|halves| {
        view! {
            <p class="moment-rating">
                <span aria-hidden="true">{model::stars(halves)}</span>
                <b class="num">{model::rating(halves)}</b>
            </p>
        }
    });
    view! {
        <Kind icon=model::icon(moment.kind) label=model::name(moment.kind)>{used}</Kind>
        <b class="moment-title">{moment.title.clone()}</b>
        {by.map(|by| view! { <span class="sub">{by}</span> })}
        {when.map(|when| view! { <span class="sub num">{when}</span> })}
        {rating}
        {parts(moment)}
        {(moment.kind == MomentKind::Link).then(|| link(moment))}
        {acts(data, post)}
    }
    .into_any()
}

/// What is good about it, and what is not.
fn parts(moment: &Moment) -> Option<AnyView> {
    let part = |label: &'static str, icon, words: &str| {
        (!words.is_empty()).then(|| {
            view! {
                <div>
                    <dt><Icon of=icon /><span>{label}</span></dt>
                    <dd>{words.to_owned()}</dd>
                </div>
            }
        })
    };
    let (good, not_good) =
        (part(t::good(), glyph::HEART, &moment.good), part(t::not_good(), glyph::INFO, &moment.not_good));
    let any = good.is_some() || not_good.is_some();
    any.then(|| view! { <dl class="moment-parts">{good} {not_good}</dl> }.into_any())
}

/// The address as text, its host first. Nothing is fetched; only who presses it goes there, and takes nothing along.
fn link(moment: &Moment) -> AnyView {
    match model::opened(moment) {
        Some((whole, host)) => {
            let href = whole.clone();
            view! {
            <a class="moment-link" href=href target="_blank" rel="noopener noreferrer nofollow">
                <Icon of=glyph::OUT />
                <span>
                    <b>{t::leads_to(&host)}</b>
                    <span class="cap">{whole}</span>
                </span>
            </a>
            }
            .into_any()
        }
        // From a backend that keeps no rule: it is shown, and leads nowhere.
        None => view! {
            <p class="cap">{moment.address.clone()}</p>
            <p class="cap">{t::not_opened()}</p>
        }
        .into_any(),
    }
}

/// What is done with it is done with the post as it is at the press: its words may change while the moment does not.
fn acts(data: Data, post: Signal<Loadable<Post>>) -> AnyView {
    let (nav, share, toasts) = (use_nav::<Link>(), share::use_share(), Toasts::from_context());
    let edits = Memo::new(move |_| {
        let now = data.minute().get();
        data.offers(&api::EDIT_MOMENT)
            && post.with(|p| p.value().is_some_and(|post| model::may_change(post, now)))
    });
    let copy = move || {
        let Some(post) = post.get_untracked().into_value() else { return };
        let link = nav.absolute(&Link::Post(post.group_id.clone(), post.id.clone()));
        let text = model::as_text(&post, &link, data.minute().get_untracked());
        share.send(Outgoing::new(text, link, Reach::Chat), toasts);
    };
    let edit = move || {
        if let Some(post) = post.get_untracked().into_value() {
            nav.go(&Link::EditMoment(post.group_id, post.id));
        }
    };
    // What is for a circle is not for the chat.
    let copies = post.with_untracked(|p| p.value().is_some_and(|post| post.circle_id.is_none()));
    view! {
        <div class="acts">
            {copies.then(|| view! { <Act icon=glyph::TEXT label=t::copy() on_press=copy /> })}
            {move || edits.get().then(|| view! { <Act icon=glyph::EDIT label=t::change() on_press=edit /> })}
        </div>
    }
    .into_any()
}
