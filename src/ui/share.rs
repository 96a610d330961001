//! Bringing things to the chat: by the host's menu, the share sheet, or copied text, whichever there is.

use super::host::{Ability, Host, HostApp, Reach, ShareCard};
use super::{Button, Glyph, Look, Sheet, Stack, Toasts, glyph};
use crate::i18n::k;
use leptos::prelude::*;
use std::rc::Rc;

/// Brings a text out of the app.
pub trait Sharer {
    /// Copy to the clipboard; `done` says whether it worked.
    fn copy(&self, text: String, done: Callback<bool>);
}

/// What goes to a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The whole as text, with its link.
    pub text: String,
    /// The same as a card.
    pub card: ShareCard,
}

/// Titles and texts that are longer are cut by the host, in the middle of a word.
const TITLE: usize = 60;
const TEXT: usize = 120;

impl Outgoing {
    /// A text whose first line is a title, and in which `link` stands somewhere.
    pub fn new(text: String, link: String, reach: Reach) -> Self {
        let mut lines = text.lines();
        let title = lines.next().unwrap_or_default().chars().take(TITLE).collect();
        let rest: Vec<&str> = lines.filter(|line| !line.contains(&link)).collect();
        let said = rest.join(" ").chars().take(TEXT).collect();
        Self { card: ShareCard { title, text: said, link, reach }, text }
    }
}

/// A `Copy` handle on the sharer, from context.
#[derive(Clone, Copy)]
pub struct Share {
    sharer: StoredValue<Rc<dyn Sharer>, LocalStorage>,
    host: Option<Host>,
    /// What the guide tells how to send; none: it is closed.
    guided: RwSignal<Option<Outgoing>>,
}

impl Share {
    /// Copy to the clipboard; `done` says whether it worked.
    pub fn copy(self, text: String, done: Callback<bool>) {
        if self.sharer.try_with_value(|sharer| sharer.copy(text, done)).is_none() {
            done.run(false);
        }
    }

    /// Copy, and say in a toast whether it worked.
    pub fn copy_and_tell(self, text: String, toasts: Toasts) {
        self.copy(text, Callback::new(move |ok| tell(ok, toasts)));
    }

    /// Whether there is more than copying; tracked.
    pub fn can_send(self) -> bool {
        self.has_menu() || self.has_sheet()
    }

    /// Whether the host has a menu that sends; tracked.
    pub fn has_menu(self) -> bool {
        self.can(Ability::Menu)
    }

    /// Whether the phone has a share sheet.
    pub fn has_sheet(self) -> bool {
        self.can(Ability::Sheet)
    }

    /// To the chat: by the host's menu, which has to be pointed at; by the share sheet; or copied.
    pub fn send(self, what: Outgoing, toasts: Toasts) {
        let by_menu = what.card.reach != Reach::Nowhere && untrack(|| self.can(Ability::Menu));
        if by_menu {
            self.ask(|host| host.describe(Some(what.card.clone())));
            self.guided.set(Some(what));
        } else if untrack(|| self.can(Ability::Sheet)) {
            let text = what.text.clone();
            // Closing the sheet without sending is no fault; a browser that refuses it leaves the copy.
            let done = Callback::new(move |sent: bool| {
                if !sent {
                    self.copy_and_tell(what.text.clone(), toasts);
                }
            });
            self.ask(|host| host.share(text, done));
        } else {
            self.copy_and_tell(what.text, toasts);
        }
    }

    fn can(self, what: Ability) -> bool {
        self.ask(|host| host.can(what)).unwrap_or(false)
    }

    fn ask<T>(self, ask: impl FnOnce(&dyn HostApp) -> T) -> Option<T> {
        self.host?.try_with_value(|host| ask(host.as_ref()))
    }
}

fn tell(copied: bool, toasts: Toasts) {
    toasts.push(if copied { k::common::copied() } else { k::common::copy_failed() });
}

struct Mute;

impl Sharer for Mute {
    fn copy(&self, _: String, done: Callback<bool>) {
        done.run(false);
    }
}

fn handle(sharer: Rc<dyn Sharer>) -> Share {
    Share { sharer: StoredValue::new_local(sharer), host: use_context(), guided: RwSignal::new(None) }
}

/// Provide the sharer to everything below, after the host.
pub fn provide_share(sharer: Rc<dyn Sharer>) {
    provide_context(handle(sharer));
}

/// The sharer that was provided above.
pub fn use_share() -> Share {
    use_context().unwrap_or_else(|| handle(Rc::new(Mute)))
}

/// Tells where the host's menu is, and has the same as text; mount once, at the end of the frame.
#[component]
pub fn SendGuide() -> impl IntoView {
    let (share, toasts) = (use_share(), Toasts::from_context());
    let there = Memo::new(move |_| share.guided.with(Option::is_some));
    // Without a menu there is nothing to point at, and nothing is drawn.
    move || {
        there.get().then(|| {
            let open = RwSignal::new(true);
            Effect::new(move |_| {
                if !open.get() {
                    share.guided.set(None);
                }
            });
            let text = move || share.guided.with_untracked(|g| g.as_ref().map(|g| g.text.clone()));
            // It closes when it is copied: what waits for the answer goes with it.
            let copied = Callback::new(move |ok: bool| {
                open.set(false);
                tell(ok, toasts);
            });
            let copy = Callback::new(move |()| share.copy(text().unwrap_or_default(), copied));
            let close = Callback::new(move |()| {
                let _ = share.ask(|host| host.close());
            });
            let closes = share.can(Ability::Close);
            view! {
                <Sheet open title=k::host::guide_title() sub=k::host::guide_body()>
                    <Stack>
                        <Button label=k::host::copy() icon=glyph::SHARE wide=true on_press=copy />
                        {closes
                            .then(|| {
                                view! { <Button label=k::host::close() look=Look::Text wide=true on_press=close /> }
                            })}
                    </Stack>
                </Sheet>
            }
        })
    }
}

/// A button that sends something to the chat, or copies it.
#[component]
pub fn SendButton(
    /// What is sent, read at the press.
    #[prop(into)]
    what: Callback<(), Outgoing>,
    /// The label where there is no more than copying.
    copy_label: &'static str,
    /// 44 px instead of 48 px.
    #[prop(optional)]
    small: bool,
    /// The whole width.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let (share, toasts) = (use_share(), Toasts::from_context());
    let label =
        Signal::derive(move || if share.can_send() { k::common::share() } else { copy_label }.to_owned());
    let press = Callback::new(move |()| share.send(what.run(()), toasts));
    view! { <Button label look=Look::Line small wide icon=glyph::SHARE on_press=press /> }
}

/// A button that copies a text and says so in a toast.
#[component]
pub fn CopyButton(
    /// What is copied, read at the press.
    #[prop(into)]
    text: Signal<String>,
    /// The label; `复制` unless given.
    #[prop(into, default = Signal::derive(|| k::common::copy().to_owned()))]
    label: Signal<String>,
    /// Weight; soft unless given.
    #[prop(default = Look::Soft)]
    look: Look,
    /// An icon before the label.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// 44 px instead of 48 px.
    #[prop(optional)]
    small: bool,
    /// The whole width.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let (share, toasts) = (use_share(), Toasts::from_context());
    let press = Callback::new(move |()| share.copy_and_tell(text.get_untracked(), toasts));
    match icon {
        Some(icon) => view! { <Button label look small wide icon on_press=press /> }.into_any(),
        None => view! { <Button label look small wide on_press=press /> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_card_with_its_first_line_as_title_and_without_its_link() {
        let link = "https://x.example/#/g/1/d/2".to_owned();
        let text = format!("【拼团】瑜伽垫\n现在 ¥128\n2 人成团\n看看：{link}");
        let sent = Outgoing::new(text.clone(), link.clone(), Reach::Chat);
        assert_eq!(sent.text, text);
        assert_eq!(
            (sent.card.title.as_str(), sent.card.text.as_str()),
            ("【拼团】瑜伽垫", "现在 ¥128 2 人成团")
        );
        assert_eq!((sent.card.link, sent.card.reach), (link.clone(), Reach::Chat));
        let long = Outgoing::new(format!("{}\n{}", "题".repeat(90), "说".repeat(300)), link, Reach::All);
        assert_eq!((long.card.title.chars().count(), long.card.text.chars().count()), (TITLE, TEXT));
        assert_eq!(Outgoing::new(String::new(), "l".into(), Reach::All).card.title, "");
    }
}
