//! For who runs the class: why a seat may not go to somebody. A draft, so that the reason is not lost.

use contract::market::{Listing, Refuse};
use data::refusal;
use domain::market::check::check_refuse;
use leptos::prelude::*;

use super::super::store::Market;
use super::super::words;
use super::field_error;
use crate::i18n::k;
use crate::ui::{Button, Fault, Look, Sheet, Stack, TextArea};

/// The sheet.
pub fn sheet(market: Market, listing: Memo<Listing>, open: RwSignal<bool>) -> AnyView {
    let id = listing.with_untracked(|l| l.id.clone());
    let (draft, intent) = market.draft(&format!("listing/{id}/refuse"));
    let reason = draft.field("reason", "");
    let notice = intent.notice();
    let error = field_error(notice, "reason");
    let close = Callback::new(move |()| open.set(false));
    let send = Callback::new(move |()| {
        let command = Refuse { reason: reason.get_untracked().trim().to_owned() };
        let wrong = check_refuse(&command);
        if wrong.is_empty() {
            market.refuse(intent, &listing.with_untracked(|l| l.id.clone()), &command, close);
        } else {
            intent.refuse(refusal(wrong));
        }
    });
    let title = move || k::market::refuse_title(&listing.with(|l| words::name(l.claimant.as_ref())));
    view! {
        <Sheet open title sub=k::market::refuse_sub()>
            <Stack>
                <TextArea label=k::market::refuse_reason() value=reason rows=3 error max_length=200_u32 />
                <Fault notice />
                <Button
                    label=k::market::do_refuse()
                    look=Look::Warn
                    wide=true
                    busy=intent.is_sending()
                    on_press=move || send.run(())
                />
                <Button
                    label=k::market::keep_waiting()
                    look=Look::Soft
                    wide=true
                    on_press=move || close.run(())
                />
            </Stack>
        </Sheet>
    }
    .into_any()
}
