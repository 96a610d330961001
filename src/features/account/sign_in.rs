//! Signing in: by phone and code, by a demo account, or by a recovery code.

use contract::account::{PhoneAndCode, Recover, Session};
use contract::info::{DemoSignIn, Info};
use contract::{Link, api};
use data::Data;
use leptos::prelude::*;

use super::phone::{OWN, PhoneForm};
use crate::i18n::k;
use crate::ui::nav::{Nav, use_nav};
use crate::ui::prefs::use_title;
use crate::ui::{
    Button, Card, Crumb, Fault, Look, Page, PageHead, SectionHead, TextField, Toasts, beside_fields,
    field_error, glyph,
};

/// The page.
pub fn page(data: Data) -> AnyView {
    use_title(k::account::sign_in_title().to_owned());
    let by_recovery = RwSignal::new(false);
    let body =
        move || if by_recovery.get() { recover(data, by_recovery) } else { by_phone(data, by_recovery) };
    view! {
        <Crumb to=Link::Home label=k::common::app() />
        <Page>{body}</Page>
    }
    .into_any()
}

/// In: whoever came here from somewhere goes back there.
fn welcome(data: Data, nav: Nav<Link>, toasts: Toasts, session: Session) {
    data.sign_in(session, None);
    toasts.push(k::account::signed_in());
    nav.back(&Link::Home);
}

fn by_phone(data: Data, by_recovery: RwSignal<bool>) -> AnyView {
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
        {form.view(k::account::sign_in(), go)}
        <Button
            label=k::account::lost_phone()
            look=Look::Text
            wide=true
            on_press=move || by_recovery.set(true)
        />
        {demo(data)}
    }
    .into_any()
}

/// The demo accounts, while a demo database is served.
fn demo(data: Data) -> AnyView {
    let info = data.read::<Info>(api::INFO, &[]);
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let signing = data.mutation();
    let row = move |who: DemoSignIn| {
        let both = PhoneAndCode { phone: who.phone, code: who.code };
        let go = move || {
            signing.run(api::SIGN_IN, &[], &both, move |s: Session| welcome(data, nav, toasts, s));
        };
        let busy = signing.is_sending();
        view! { <Button label=who.nickname rule=who.note icon=glyph::ME look=Look::Soft wide=true busy on_press=go /> }
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

fn recover(data: Data, by_recovery: RwSignal<bool>) -> AnyView {
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
        <Card>
            <TextField
                label=k::account::recovery_label()
                value=code
                placeholder="XXXX-XXXX-XXXX-XXXX"
                error=field_error(recovering.notice(), "recovery_code", &["recovery_unknown"])
                max_length=24u32
            />
            <Fault notice=beside_fields(recovering.notice(), OWN) />
            <Button label=k::account::recover() wide=true busy=recovering.is_sending() on_press=go />
            <Button label=k::account::use_phone() look=Look::Text wide=true on_press=move || by_recovery.set(false) />
        </Card>
    }
    .into_any()
}
