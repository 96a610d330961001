//! Making a group.

use contract::group::Group;
use contract::{Link, api};
use data::{Data, Rule};
use leptos::prelude::*;

use super::form;
use super::persona::{FIRST_FACE, NICKNAME, PersonaFields};
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    ActionBar, Banner, Button, Card, Crumb, Fault, LinkButton, Look, Page, PageHead, TextArea, TextField,
    beside_fields, field_error, glyph,
};

/// The form; who is not signed in or verified is led there first, and what was typed stays.
pub fn page(data: Data) -> AnyView {
    use_title(k::group::new_title().to_owned());
    let nav = use_nav::<Link>();
    let draft = data.draft("new-group");
    let name = draft.field("name", "");
    let about = draft.field("about", "");
    let nickname = draft.field("nickname", "");
    let avatar = draft.field("avatar", FIRST_FACE);
    let making = draft.mutation(data);
    let notice = making.notice();
    let me = data.me();
    // Nobody is sent to verify what the backend does not verify.
    let can_verify = data.offers(&api::VERIFY_PHONE) && data.offers(&api::REQUEST_CODE);
    let blocked = move || match me.get() {
        None => data.can_sign_in(),
        Some(me) => can_verify && !me.phone_verified,
    };
    let create = move || match form::new_group(
        &name.get_untracked(),
        &about.get_untracked(),
        &nickname.get_untracked(),
        &avatar.get_untracked(),
    ) {
        Ok(group) => making.run(api::NEW_GROUP, &[], &group, move |group: Group| {
            let to = Link::Group(group.id.clone());
            data.list::<Group>(api::GROUPS, &[], data::Arrival::AtOnce).put_first(group);
            nav.replace(&to);
        }),
        Err(wrong) => making.refuse(wrong),
    };
    let needs = move || {
        blocked().then(|| {
            let (to, label) = match me.get() {
                None => (Link::SignIn, k::common::sign_in()),
                Some(_) => (Link::Verify, k::common::verify_phone()),
            };
            let title = if can_verify { k::group::needs_phone() } else { k::group::needs_sign_in() };
            view! {
                <Banner icon=glyph::SHIELD title>
                    <LinkButton to label look=Look::Soft small=true />
                </Banner>
            }
        })
    };
    view! {
        <Crumb to=Link::Home label=k::group::title() />
        <Page>
            <PageHead title=k::group::new_title() />
            {needs}
            <Card>
                <TextField
                    label=k::group::name_label()
                    value=name
                    hint=k::group::name_hint()
                    error=field_error(notice, "name", &[])
                    max_length=40u32
                />
                <TextArea
                    label=k::group::about_label()
                    value=about
                    hint=k::group::about_hint()
                    error=field_error(notice, "about", &[])
                    rows=2
                    optional=true
                    max_length=200u32
                />
            </Card>
            <Card>
                <PersonaFields nickname avatar notice checked=data.enforces(Rule::Nickname) />
            </Card>
        </Page>
        <ActionBar>
            <Fault notice=beside_fields(notice, NICKNAME) />
            <Button label=k::group::create() wide=true busy=making.is_sending() on_press=create />
        </ActionBar>
    }
    .into_any()
}
