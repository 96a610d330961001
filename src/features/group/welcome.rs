//! The first visit: what this is, and the two ways in.

use contract::Link;
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::prefs::use_title;
use crate::ui::{Card, Curtain, Fact, Facts, LinkButton, Look, Page, PageHead, Stack, glyph};

/// For who is not signed in.
pub fn page() -> AnyView {
    use_title(String::new());
    view! {
        <Curtain cloth="blossom" tall=true />
        <Page>
            <PageHead title=k::group::welcome_title() sub=k::group::welcome_sub() />
            <Card>
                <Facts>
                    <Fact icon=glyph::QR title=k::group::welcome_invite() note=k::group::welcome_invite_note() />
                    <Fact icon=glyph::ME title=k::group::welcome_name() note=k::group::welcome_name_note() />
                    <Fact icon=glyph::SHIELD title=k::group::welcome_fair() note=k::group::welcome_fair_note() />
                </Facts>
            </Card>
            <Stack>
                <LinkButton to=Link::Scan label=k::group::enter() icon=glyph::SCAN wide=true />
                <LinkButton to=Link::SignIn label=k::group::sign_in() look=Look::Line wide=true />
                <LinkButton to=Link::NewGroup label=k::group::new() look=Look::Text wide=true />
            </Stack>
        </Page>
    }
    .into_any()
}
