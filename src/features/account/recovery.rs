//! The recovery code: shown until it is put away, made anew in the settings.

use contract::account::RecoveryCode;
use contract::api;
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::{Ask, Button, Card, CopyButton, Kind, ListRow, Look, Row, glyph};

/// A card above the pages while a code has not been put away.
pub fn notice(data: Data) -> AnyView {
    let code = data.recovery_code();
    let kept = move || data.set_recovery_code(None);
    (move || {
        code.get().map(|code| {
            let text = code.clone();
            view! {
                <div class="recovery" tabindex="-1" data-first="">
                    <Card label=k::account::recovery_card()>
                        <Kind icon=glyph::KEYS label=k::account::recovery_card() />
                        <p class="recovery-code num">{code}</p>
                        <p class="sub">{k::account::recovery_why()}</p>
                        <Row fill=true>
                            <CopyButton text=text look=Look::Line small=true />
                            <Button label=k::account::recovery_kept() look=Look::Soft small=true on_press=kept />
                        </Row>
                    </Card>
                </div>
            }
        })
    })
    .into_any()
}

/// The row in the settings that makes a new one.
pub fn row(data: Data) -> AnyView {
    let open = RwSignal::new(false);
    let making = data.mutation();
    let make = Callback::new(move |()| {
        making.run(api::NEW_RECOVERY_CODE, &[], &api::Done {}, move |new: RecoveryCode| {
            data.set_recovery_code(Some(new.recovery_code));
            open.set(false);
        });
    });
    view! {
        <ListRow title=k::account::recovery() note=k::account::recovery_note() icon=glyph::KEYS>
            <Button
                label=k::account::recovery_new()
                look=Look::Text
                small=true
                on_press=move || open.set(true)
            />
        </ListRow>
        <Ask
            open
            title=k::account::recovery_new_title()
            sub=k::account::recovery_new_sub()
            notice=making.notice()
            busy=making.is_sending()
            yes=k::account::recovery_new()
            no=k::common::not_now()
            on_yes=make
        />
    }
    .into_any()
}
