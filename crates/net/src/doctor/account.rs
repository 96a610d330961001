//! Who asks: signing in where the doctor was told how, and whether the session is taken.

use contract::account::{Me, PhoneAndCode, Session};
use contract::api;

use super::{Check, Doctor, Finding, State, drafts};
use crate::descriptor::{AuthKind, PASSWORD, SignInForm};
use crate::{Call, Error};

impl Doctor {
    /// A session of a token alone; whose it is, is asked for where that can be asked.
    async fn take_up(&self, token: &str) {
        let now = self.tape.probe.now();
        let me = Me { id: "me".into(), phone: None, phone_verified: true, wechat: false, created_at: now };
        self.client.set_session(Some(Session { token: token.to_owned(), me, refresh: None }));
        if self.offers(api::ME.name) {
            let said = self.ask(drafts::read(&api::ME, None, now)).await;
            if let Ok(me) = said.result.and_then(|reply| reply.read::<Me>()) {
                self.client.set_session(Some(Session { token: token.to_owned(), me, refresh: None }));
            }
        }
    }

    pub(super) async fn sign_in(&self) {
        let now = self.tape.probe.now();
        let kind = self.client.descriptor().map_or(AuthKind::Bearer, |d| d.auth.kind);
        if matches!(kind, AuthKind::None | AuthKind::Key) {
            self.say(
                super::Row::new(Check::Auth, "nothing", "").with(State::Skipped, Finding::NobodySignsIn),
            );
            return;
        }
        if let Some(token) = &self.options.token {
            self.take_up(token).await;
        }
        if self.client.session().is_none()
            && let Some(who) = &self.options.sign_in
        {
            let key = &self.options.key;
            let call = match self.client.sign_in_form() {
                SignInForm::Password => Call::sign_in_by_password(who, key, now),
                SignInForm::Code => {
                    let command = PhoneAndCode { phone: who.identity.clone(), code: who.password.clone() };
                    Call::write(&api::SIGN_IN, &[], &command, key, now)
                }
            };
            debug_assert!(call.operation == PASSWORD || call.operation == api::SIGN_IN.name);
            let operation = call.operation;
            let said = self.ask(call).await;
            let row = said.row(Check::Auth).of(operation);
            match said.result.as_ref().map_err(Clone::clone).and_then(|reply| reply.read::<Session>()) {
                Ok(session) => self.client.set_session(Some(session)),
                Err(error) => {
                    let detail = match error {
                        Error::Malformed { detail, .. } if said.result.is_ok() => format!("; {detail}"),
                        _ => String::new(),
                    };
                    let came = row.came.clone() + &detail;
                    self.say(super::Row { came, ..row }.with(State::Failed, Finding::SignInRefused));
                    return;
                }
            }
        }
        if self.client.session().is_none() && kind == AuthKind::Bearer {
            self.say(super::Row::new(Check::Auth, "nothing", "").with(State::Skipped, Finding::NotSignedIn));
            return;
        }
        let call = if self.offers(api::ME.name) {
            drafts::read(&api::ME, None, now)
        } else if self.offers(api::GROUPS.name) {
            drafts::read(&api::GROUPS, None, now)
        } else {
            self.say(super::Row::new(Check::Auth, "nothing", "").with(State::Unknown, Finding::NotOffered));
            return;
        };
        let operation = call.operation;
        let said = self.ask(call).await;
        let row = said.row(Check::Auth).of(operation);
        self.say(match &said.result {
            Err(Error::Unauthorized) if self.client.session().is_none() => {
                row.with(State::Skipped, Finding::NotSignedIn)
            }
            Err(Error::Unauthorized) => row.with(State::Failed, Finding::SessionRefused),
            // What else may be wrong with it is for the lists to say.
            _ => row,
        });
    }
}
