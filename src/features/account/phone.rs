//! A phone and the code that was sent to it: shared by signing in and verifying.

use contract::account::{CodeSent, PhoneAndCode, RequestCode};
use contract::api;
use data::{Data, Mutation, refusal};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::model;
use crate::i18n::k;
use crate::ui::{Banner, Button, FormFault, Look, TextField, field_error, glyph};

/// The fields, and where they are.
#[derive(Clone, Copy)]
pub struct PhoneForm {
    data: Data,
    pub phone: RwSignal<String>,
    pub code: RwSignal<String>,
    sent: RwSignal<Option<CodeSent>>,
    /// Until when the code that was sent works, in milliseconds: kept, because reading the message may cost
    /// the page.
    until: RwSignal<String>,
    asking: Mutation,
    /// What happens with the code: signing in, or verifying.
    using: Mutation,
}

impl PhoneForm {
    /// A form whose code will be used by `using`.
    pub fn new(data: Data, place: &str, using: Mutation) -> Self {
        let draft = data.draft(place);
        Self {
            data,
            phone: draft.field("phone", ""),
            code: RwSignal::new(String::new()),
            sent: RwSignal::new(None),
            until: draft.field("until", ""),
            asking: data.mutation(),
            using,
        }
    }

    /// Asks for a code.
    pub fn ask(self) {
        match domain::limits::phone(&self.phone.get_untracked()) {
            Ok(phone) => {
                let (sent, until) = (self.sent, self.until);
                let request = RequestCode { phone };
                self.asking.run(api::REQUEST_CODE, &[], &request, move |answer: CodeSent| {
                    until.set(answer.expires_at.0.to_string());
                    sent.set(Some(answer));
                });
            }
            Err(code) => self.asking.refuse(wrong("/phone", code)),
        }
    }

    /// The phone and the code, when both can be right.
    pub fn both(self) -> Option<PhoneAndCode> {
        let code = model::code_digits(&self.code.get_untracked());
        let phone = domain::limits::phone(&self.phone.get_untracked()).ok()?;
        if code.len() == 6 {
            return Some(PhoneAndCode { phone, code });
        }
        self.using.refuse(wrong("/code", "invalid"));
        None
    }

    /// The fields, with the button `label` that runs `go` once there is a code.
    pub fn view(self, label: &'static str, go: Callback<()>) -> AnyView {
        let (phone, code, sent, asking, using) = (self.phone, self.code, self.sent, self.asking, self.using);
        let (until, data) = (self.until, self.data);
        let still_works = move || until.with(|u| u.parse::<i64>().is_ok_and(|u| u > data.now().0));
        let step = Memo::new(move |_| sent.with(Option::is_some) || still_works());
        let first = move || {
            let ask = move |event: SubmitEvent| {
                event.prevent_default();
                self.ask();
            };
            view! {
                <form class="card" on:submit=ask>
                    <TextField
                        label=k::account::phone_label()
                        value=phone
                        input_mode="tel"
                        autocomplete="tel"
                        error=field_error(asking.notice(), "phone", &[])
                        max_length=20u32
                    />
                    <FormFault notice=asking.notice() />
                    <Button label=k::account::send_code() wide=true submit=true busy=asking.is_sending() />
                </form>
            }
            .into_any()
        };
        let second = move || {
            let demo = sent.with(|s| s.as_ref().and_then(|s| s.demo_code.clone()));
            // As it was sent, not as it was typed.
            let typed = phone.get_untracked();
            let to = k::account::code_sent(&domain::limits::phone(&typed).unwrap_or(typed));
            let another = move || {
                sent.set(None);
                until.set(String::new());
                code.set(String::new());
                using.forgive();
            };
            let go = move |event: SubmitEvent| {
                event.prevent_default();
                go.run(());
            };
            view! {
                <form class="card" on:submit=go>
                    <p class="sub" role="status">{to}</p>
                    {demo.map(|code| view! { <Banner icon=glyph::INFO title=k::account::demo_code(&code) /> })}
                    <TextField
                        label=k::account::code_label()
                        value=code
                        input_mode="numeric"
                        autocomplete="one-time-code"
                        error=field_error(using.notice(), "code", &["code_wrong", "code_expired"])
                        max_length=8u32
                    />
                    <FormFault notice=using.notice() own=OWN />
                    <Button label wide=true submit=true busy=using.is_sending() />
                    <Button label=k::account::another_phone() look=Look::Text wide=true on_press=another />
                </form>
            }
            .into_any()
        };
        let view = move || if step.get() { second() } else { first() };
        view.into_any()
    }
}

/// The problems that a field of these forms shows.
pub const OWN: &[&str] = &["code_wrong", "code_expired", "recovery_unknown"];

fn wrong(pointer: &str, code: &str) -> loadable::Notice {
    refusal(vec![(pointer.to_owned(), code.to_owned())])
}
