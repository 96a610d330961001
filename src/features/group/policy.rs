//! The form of a group's rules.

use contract::api;
use contract::group::{Group, Policy};
use data::{Data, Mutation};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

use super::{form, model};
use crate::i18n::{k, number};
use crate::ui::host::{Ability, use_host};
use crate::ui::{
    Banner, Button, Card, Choices, FormFault, NumberField, SectionHead, Select, Toasts, field_error, glyph,
};

/// The section. Made anew when the rules change: what was typed stays, what was not follows them.
pub fn section(data: Data, group: Signal<Group>) -> AnyView {
    let policy = Memo::new(move |_| group.with(|g| g.policy.clone()));
    let overtaken = RwSignal::new(false);
    view! {
        <SectionHead title=k::group::rules() />
        {move || {
            overtaken.get().then(|| {
                view! {
                    <Banner icon=glyph::INFO title=k::group::policy_overtaken() body=k::group::policy_overtaken_body() />
                }
            })
        }}
        {move || fields(data, group, &policy.get(), overtaken)}
    }
    .into_any()
}

fn fields(data: Data, group: Signal<Group>, was: &Policy, overtaken: RwSignal<bool>) -> AnyView {
    let id = group.with_untracked(|g| g.id.clone());
    let draft = data.draft(&format!("group/{id}/policy"));
    let raw = model::raw_policy(was).map(|(name, text)| draft.field(name, &text));
    let saving = draft.mutation(data);
    let notice = saving.notice();
    let toasts = Toasts::from_context();
    // Somebody else was quicker: what holds now is asked for, and what was typed here stays.
    let of = id.clone();
    Effect::new(move |_| {
        if notice.with(|n| n.as_ref().is_some_and(|n| n.code == "conflict")) {
            overtaken.set(true);
            data.fetch::<Group>(of.as_str());
        }
    });
    // A figure that is typed again is not wrong any more, and its hint says what it does.
    Effect::new(move |before: Option<()>| {
        raw.iter().for_each(Track::track);
        if before.is_some() {
            saving.forgive();
        }
    });
    let form = NodeRef::<html::Div>::new();
    show_first_fault(form, saving);
    let before = was.clone();
    let save = move || match form::set_policy(&raw.map(|field| field.get_untracked()), &before) {
        Ok(body) => saving.run(api::SET_POLICY, &[id.as_str()], &body, move |group: Group| {
            overtaken.set(false);
            draft.clear_as_is();
            data.absorb(group);
            toasts.push(k::group::policy_saved());
        }),
        Err(wrong) => saving.refuse(wrong),
    };
    let [history, verify, limit, capacity, ttl, hold, cut_off, deals, consent, depth, days, bargains] = raw;
    // What a limit at or below the head count does is said before it is done.
    let hint = move |typed: RwSignal<String>, usual: fn() -> &'static str, closes: fn(&str) -> String| {
        let count = group.with(|g| g.member_count);
        let reached = typed.with(|t| model::reaches(t, count));
        if reached { closes(&number(count.into())) } else { usual().to_owned() }
    };
    let limit_hint = move || hint(limit, k::group::set_limit_note, k::group::set_limit_closes);
    let capacity_hint = move || hint(capacity, k::group::set_capacity_note, k::group::set_capacity_closes);
    let (counts, days_options) = (data.offers(&api::REFERRAL), model::days_options(was.referral_days));
    let [ttl_options, hold_options, cut_off_options] =
        [(&model::TTL[..], was.invite_ttl_s), (&model::HOLD, was.hold_s), (&model::CUT_OFF, was.cut_off_s)]
            .map(|(usual, now)| model::span_options(usual, now));
    view! {
        <div node_ref=form>
        <Card>
            {either(k::group::set_history(), history, model::history_options(), k::group::set_history_note())}
            {figure(k::group::set_limit(), limit, saving, "policy/invite_qr_limit", limit_hint)}
            {figure(k::group::set_capacity(), capacity, saving, "policy/capacity", capacity_hint)}
            {select(k::group::set_ttl(), ttl, ttl_options, k::group::set_ttl_note())}
            {either(k::group::set_verify(), verify, model::verify_options(), k::group::rule_verify_note())}
            {either(k::group::set_deals(), deals, model::deals_options(), "")}
            {data
                .offers(&api::CONSENT)
                .then(|| either(k::group::set_consent(), consent, model::consent_options(), k::group::set_consent_note()))}
            {select(k::group::set_hold(), hold, hold_options, k::group::set_hold_note())}
            {select(k::group::set_cut_off(), cut_off, cut_off_options, "")}
            {counts.then(|| either(k::group::set_referral(), depth, model::depth_options(), k::group::set_referral_note()))}
            {move || {
                (counts && depth.with(|d| d != "0"))
                    .then(|| select(k::group::set_referral_days(), days, days_options.clone(), ""))
            }}
            {(data.offers(&api::NEW_BARGAIN) && use_host().can(Ability::Bargain))
                .then(|| either(k::group::set_bargains(), bargains, model::bargains_options(), k::group::set_bargains_note()))}
            <FormFault notice=notice own=&["conflict"] />
            <Button label=k::group::set_save() wide=true busy=saving.is_sending() on_press=save />
        </Card>
        </div>
    }
    .into_any()
}

/// The button is at the foot and a wrong field may be out of sight: it gets the focus.
fn show_first_fault(form: NodeRef<html::Div>, saving: Mutation) {
    let notice = saving.notice();
    Effect::new(move |_| {
        if notice.with(Option::is_none) {
            return;
        }
        // The field is marked in the same turn, maybe after this.
        request_animation_frame(move || {
            let marked = form.try_get_untracked().flatten();
            let marked = marked.and_then(|div| div.query_selector("[aria-invalid=true]").ok().flatten());
            if let Some(field) = marked.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                // A browser that cannot focus it still shows the sentence.
                drop(field.focus());
            }
        });
    });
}

/// One of two: both are read without opening anything, and sentences wrap.
fn either(
    label: &'static str,
    value: RwSignal<String>,
    options: Vec<(String, String)>,
    hint: &'static str,
) -> AnyView {
    let hint = (!hint.is_empty()).then(|| hint.to_owned());
    let options: Vec<_> = options.into_iter().map(|(value, words)| (value, words, true)).collect();
    view! { <Choices label value options=Signal::stored(options) hint /> }.into_any()
}

fn select(
    label: &'static str,
    value: RwSignal<String>,
    options: Vec<(String, String)>,
    hint: &'static str,
) -> AnyView {
    let hint = (!hint.is_empty()).then(|| hint.to_owned());
    view! { <Select label value options=Signal::stored(options) hint /> }.into_any()
}

fn figure(
    label: &'static str,
    value: RwSignal<String>,
    saving: Mutation,
    field: &'static str,
    hint: impl Fn() -> String + Send + Sync + 'static,
) -> AnyView {
    view! { <NumberField label value hint error=field_error(saving.notice(), field, &[]) /> }.into_any()
}
