//! Signing in: by phone and code, by a demo account, by a recovery code, or by the app around us.

use contract::account::{PhoneAndCode, Recover, Session};
use contract::info::{DemoSignIn, Info};
use contract::{Link, api};
use data::{Data, PASSWORD, Reading, SignInForm};
use leptos::prelude::*;

use super::phone::{OWN, PhoneForm};
use super::{host_sign_in, password};
use crate::i18n::k;
use crate::ui::nav::{Nav, use_nav};
use crate::ui::prefs::use_title;
use crate::ui::{
    Art, Button, Card, Crumb, Fault, FormFault, LinkButton, Look, NotOffered, Page, PageHead, SectionHead,
    State, TextField, Toasts, field_error, glyph,
};

/// The page.
pub fn page(data: Data) -> AnyView {
    use_title(k::account::sign_in_title().to_owned());
    if !data.can_sign_in() && data.is_standing() {
        return guest();
    }
    if !data.can_sign_in() {
        return view! { <NotOffered home=Link::Home about=Link::Backend /> }.into_any();
    }
    // Where the recovery code is the only way in, it is the page.
    let by_recovery = RwSignal::new(form_of(data).is_none());
    // One question for who may sign in how; not asked where the backend has no answer to it.
    let info = data.offers(&api::INFO).then(|| data.read::<Info>(api::INFO, &[]));
    let body = move || match form_of(data).filter(|_| !by_recovery.get()) {
        None if data.offers(&api::RECOVER) => recover(data, by_recovery, info),
        None => host_sign_in::only(data),
        Some(SignInForm::Code) => by_phone(data, by_recovery, info),
        Some(SignInForm::Password) => by_password(data, by_recovery, info),
    };
    view! {
        <Crumb to=Link::Home label=k::common::app() />
        <Page>{body}</Page>
    }
    .into_any()
}

/// What the page asks for, if the backend takes it.
fn form_of(data: Data) -> Option<SignInForm> {
    let form = data.client().sign_in_form();
    let takes = match form {
        SignInForm::Code => data.offers(&api::REQUEST_CODE) && data.offers(&api::SIGN_IN),
        SignInForm::Password => data.client().offers_named(PASSWORD),
    };
    takes.then_some(form)
}

/// Where everybody is the same guest: nothing to sign in to.
pub fn guest() -> AnyView {
    use_title(k::account::guest_title().to_owned());
    view! {
        <Page>
            <State art=Art::Door title=k::account::guest_title() body=k::account::guest_body()>
                <LinkButton to=Link::Home label=k::common::home() />
            </State>
        </Page>
    }
    .into_any()
}

/// In place of a page on which one writes, while nobody is signed in: afterwards it is there again.
pub fn first() -> AnyView {
    use_title(k::account::sign_in_first_title().to_owned());
    // Whoever signed out on purpose was told that what they were writing goes.
    let kept = use_context::<Data>().is_some_and(Data::has_drafts);
    let body = if kept { k::account::sign_in_first_body() } else { k::account::sign_in_first_back() };
    view! {
        <Crumb to=Link::Home label=k::common::app() />
        <Page>
            <State art=Art::Door title=k::account::sign_in_first_title() body>
                <LinkButton to=Link::SignIn label=k::common::sign_in() />
            </State>
        </Page>
    }
    .into_any()
}

/// In: whoever came here from somewhere goes back there.
fn welcome(data: Data, nav: Nav<Link>, toasts: Toasts, session: Session) {
    data.sign_in(session, None);
    toasts.push(k::account::signed_in());
    nav.back(&Link::Home);
}

fn by_phone(data: Data, by_recovery: RwSignal<bool>, info: Option<Reading<Info>>) -> AnyView {
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let signing = data.mutation();
    let form = PhoneForm::new(data, "sign-in", signing);
    let go = Callback::new(move |()| {
        if let Some(both) = form.both() {
            signing.run(api::SIGN_IN, &[], &both, move |s: Session| welcome(data, nav, toasts, s));
        }
    });
    view! {
        <PageHead title=k::account::sign_in_title() sub=k::account::sign_in_sub() />
        {host_sign_in::card(data, info)}
        {form.view(k::account::sign_in(), go)}
        {lost(data, by_recovery)}
        {info.map(|info| demo(data, info))}
    }
    .into_any()
}

fn by_password(data: Data, by_recovery: RwSignal<bool>, info: Option<Reading<Info>>) -> AnyView {
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let done = Callback::new(move |session| welcome(data, nav, toasts, session));
    view! {
        <PageHead title=k::account::sign_in_title() sub=k::account::sign_in_password_sub() />
        {host_sign_in::card(data, info)}
        {password::form(data, done)}
        {lost(data, by_recovery)}
        {info.map(|info| demo(data, info))}
    }
    .into_any()
}

/// The other way in, at backends that have it.
fn lost(data: Data, by_recovery: RwSignal<bool>) -> AnyView {
    data.offers(&api::RECOVER)
        .then(|| {
            view! {
                <Button
                    label=k::account::lost_phone()
                    look=Look::Text
                    wide=true
                    on_press=move || by_recovery.set(true)
                />
            }
        })
        .into_any()
}

/// The demo accounts, while a demo database is served.
fn demo(data: Data, info: Reading<Info>) -> AnyView {
    let by_password = data.client().sign_in_form() == SignInForm::Password;
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let signing = data.mutation();
    let row = move |who: DemoSignIn| {
        let both = PhoneAndCode { phone: who.phone, code: who.code };
        let go = move || {
            if by_password {
                let PhoneAndCode { phone, code } = both.clone();
                return password::send(data, signing, phone, code, move |s| welcome(data, nav, toasts, s));
            }
            signing.run(api::SIGN_IN, &[], &both, move |s: Session| welcome(data, nav, toasts, s));
        };
        let busy = signing.is_sending();
        // An account in no group has no name yet.
        let (label, rule) =
            if who.nickname.is_empty() { (who.note, None) } else { (who.nickname, Some(who.note)) };
        view! { <Button label rule icon=glyph::ME look=Look::Soft wide=true busy on_press=go /> }
    };
    (move || {
        let demo = info.answer().get().into_value()?.demo?;
        Some(view! {
            <SectionHead title=k::account::demo_title() />
            <Card>
                <p class="sub">{k::account::demo_note()}</p>
                <Fault notice=signing.notice() />
                {demo.sign_ins.into_iter().map(row).collect_view()}
            </Card>
        })
    })
    .into_any()
}

fn recover(data: Data, by_recovery: RwSignal<bool>, info: Option<Reading<Info>>) -> AnyView {
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let recovering = data.mutation();
    let code = RwSignal::new(String::new());
    let go = move || {
        let recovery_code = domain::code::normalised(&code.get_untracked());
        let command = Recover { recovery_code };
        recovering.run(api::RECOVER, &[], &command, move |s: Session| welcome(data, nav, toasts, s));
    };
    view! {
        <PageHead title=k::account::recover_title() sub=k::account::recover_sub() />
        {host_sign_in::card(data, info)}
        <Card>
            <TextField
                label=k::account::recovery_label()
                value=code
                placeholder="XXXX-XXXX-XXXX-XXXX"
                error=field_error(recovering.notice(), "recovery_code", &["recovery_unknown"])
                max_length=24u32
            />
            <FormFault notice=recovering.notice() own=OWN />
            <Button label=k::account::recover() wide=true busy=recovering.is_sending() on_press=go />
            {form_of(data)
                .map(|form| {
                    let label = match form {
                        SignInForm::Code => k::account::use_phone(),
                        SignInForm::Password => k::account::use_password(),
                    };
                    view! { <Button label look=Look::Text wide=true on_press=move || by_recovery.set(false) /> }
                })}
        </Card>
    }
    .into_any()
}
