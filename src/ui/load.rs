//! Drawing a value that is on its way: outline, content, or a sentence with a way on. Views never await.

use super::{Art, Banner, Button, Look, SkeletonCard, State, glyph};
use crate::i18n::{k, sentence};
use leptos::prelude::*;
use loadable::{Loadable, Notice, WayOn};

/// What to do about a fault that asking again does not mend.
#[derive(Clone, Copy)]
struct Way(Callback<WayOn>);

/// Provide the ways on that lead out of a page: sign in, verify a phone, go back.
pub fn provide_way_on(run: impl Into<Callback<WayOn>>) {
    provide_context(Way(run.into()));
}

/// The ways on that were provided above, for a fault beside a button.
pub(super) fn leads_elsewhere() -> Option<Callback<WayOn>> {
    use_context::<Way>().map(|Way(run)| run)
}

/// The value while there is one; the last one stays for the moment in which its view is taken down.
pub fn held<T>(value: Signal<Loadable<T>>) -> Option<Signal<T>>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let first = value.with_untracked(|v| v.value().cloned())?;
    let current = move |last: Option<&T>| {
        value.with(|v| v.value().cloned()).or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    };
    Some(Memo::new(current).into())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Failed,
    Here,
}

/// Draws a [`Loadable`]. `children` run once for a value and get it as a signal, so that an update changes only
/// what differs; a fault over a stale value keeps the value under a banner.
#[component]
pub fn Loaded<T, C, V>(
    /// What is on its way.
    #[prop(into)]
    value: Signal<Loadable<T>>,
    /// Asks again.
    #[prop(into)]
    retry: Callback<()>,
    /// How many outlines stand in for the content; 0 for none.
    #[prop(default = 1)]
    skeletons: usize,
    /// Draws the value: `let:item` or a closure.
    children: C,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    C: Fn(Signal<T>) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    loaded(value, retry, skeletons, Box::new(move |current| children(current).into_any()))
}

type Draw<T> = Box<dyn Fn(Signal<T>) -> AnyView + Send + Sync>;

/// The part that does not depend on what is drawn: made once for each type of value.
fn loaded<T>(value: Signal<Loadable<T>>, retry: Callback<()>, skeletons: usize, draw: Draw<T>) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let stage = Memo::new(move |_| {
        value.with(|v| match v {
            v if v.value().is_some() => Stage::Here,
            Loadable::Failed(..) => Stage::Failed,
            _ => Stage::Waiting,
        })
    });
    let notice = Memo::new(move |_| value.with(|v| v.notice().cloned()));
    let content = move || {
        let first = value.with_untracked(|v| v.value().cloned())?;
        // The last value stays for the moment between losing it and taking the content down.
        let current = Memo::new(move |last: Option<&T>| {
            value.with(|v| v.value().cloned()).or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
        });
        Some(draw(current.into()))
    };
    around(stage, notice, retry, skeletons, move || content().into_any())
}

/// The part that does not depend on the type of the value.
fn around(
    stage: Memo<Stage>,
    notice: Memo<Option<Notice>>,
    retry: Callback<()>,
    skeletons: usize,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let content: Box<dyn Fn() -> AnyView + Send + Sync> = Box::new(content);
    let way = use_context::<Way>();
    view! {
        {move || {
            (stage.get() == Stage::Here).then(|| notice.get()).flatten().map(|notice| stale_banner(&notice, way, retry))
        }}
        {move || match stage.get() {
            Stage::Here => content(),
            Stage::Failed => notice.get().map(|notice| failed(&notice, way, retry)).into_any(),
            Stage::Waiting => (skeletons > 0).then(|| view! { <SkeletonCard count=skeletons /> }).into_any(),
        }}
    }
    .into_any()
}

fn press(notice: &Notice, way: Option<Way>, retry: Callback<()>) -> Callback<()> {
    let way_on = notice.way_on;
    Callback::new(move |()| match (way_on, way) {
        (WayOn::Retry, _) | (_, None) => retry.run(()),
        (_, Some(Way(run))) => run.run(way_on),
    })
}

fn failed(notice: &Notice, way: Option<Way>, retry: Callback<()>) -> AnyView {
    let words = sentence(notice);
    let reference = notice.reference.as_deref().map(k::common::reference);
    let lost = matches!(
        notice.code.as_str(),
        "not_found" | "gone" | "not_member" | "group_dissolved" | "post_deleted"
    );
    let art = if lost { Art::LostPath } else { Art::BrokenThread };
    let icon = if notice.way_on == WayOn::Retry { glyph::RETRY } else { glyph::NEXT };
    let on_press = press(notice, way, retry);
    view! {
        <State art title=words.title body=words.body reference=reference>
            <Button label=words.action icon on_press />
        </State>
    }
    .into_any()
}

fn stale_banner(notice: &Notice, way: Option<Way>, retry: Callback<()>) -> AnyView {
    let words = sentence(notice);
    let icon = if notice.code == "offline" { glyph::CLOUDOFF } else { glyph::INFO };
    let on_press = press(notice, way, retry);
    view! {
        <Banner icon title=words.title body=k::common::stale()>
            <Button label=words.action look=Look::Text small=true on_press />
        </Banner>
    }
    .into_any()
}
