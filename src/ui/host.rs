//! What the app around the page can do, without knowing which app it is: the trait and the handle.
//!
//! A page asks for an ability and draws what needs it only where it is there. A bridge comes late, or never, or is
//! lost: what is asked is tracked.

use leptos::prelude::*;
use leptos::web_sys::File;
use std::rc::Rc;

/// Something that not every host can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ability {
    /// Read a code with a scanner of its own.
    Scan,
    /// Send the page from a menu of its own, as a card that we describe.
    Menu,
    /// Open the phone's share sheet.
    Sheet,
    /// Say who somebody is, on a page of its own.
    SignIn,
    /// Give a photo.
    Pick,
    /// Show a picture on a screen of its own.
    Preview,
    /// Close the page, back to where it was opened from.
    Close,
    /// Show bargains: an app that bans them has none, in any place.
    Bargain,
}

/// How far a card may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// To everybody one knows.
    All,
    /// To one chat.
    Chat,
    /// Nowhere by the host's menu.
    Nowhere,
}

/// What a host's menu sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareCard {
    /// The title.
    pub title: String,
    /// A sentence or two.
    pub text: String,
    /// The absolute address.
    pub link: String,
    /// How far it may go.
    pub reach: Reach,
}

/// What the host sent back from asking who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// Works once; none: the person said no.
    pub code: Option<String>,
    /// What was sent along.
    pub state: String,
}

/// The app around the page, or the browser by itself.
pub trait HostApp {
    /// Whether it can; tracked.
    fn can(&self, what: Ability) -> bool;
    /// Says what the menu sends; none: the app as a whole.
    fn describe(&self, card: Option<ShareCard>);
    /// Opens the share sheet; `done` says whether it was shown.
    fn share(&self, text: String, done: Callback<bool>);
    /// Opens the scanner; none: it was closed.
    fn scan(&self, done: Callback<Result<Option<String>, ()>>);
    /// Asks for a photo; none: the album was closed.
    fn pick(&self, done: Callback<Result<Option<File>, ()>>);
    /// Shows a picture large; `done` says whether it did.
    fn preview(&self, src: String, done: Callback<bool>);
    /// Leaves for the page where the host asks who somebody is.
    fn sign_in(&self, url: String);
    /// What came back from there, told once.
    fn came_back(&self) -> Option<Back>;
    /// Somebody is signed in: opens the page anew, where its bridge needs that and nothing is lost by it.
    fn settle(&self);
    /// Closes the page.
    fn close(&self);
}

/// A `Copy` handle on the host, from context.
pub type Host = StoredValue<Rc<dyn HostApp>, LocalStorage>;

/// Provide the host to everything below.
pub fn provide_host(host: Rc<dyn HostApp>) {
    provide_context::<Host>(StoredValue::new_local(host));
}

/// The host that was provided above.
pub fn use_host() -> Rc<dyn HostApp> {
    use_context::<Host>().and_then(|host| host.try_get_value()).unwrap_or_else(|| Rc::new(Nobody))
}

/// While the page is shown, the menu sends this.
pub fn use_card(card: impl Fn() -> Option<ShareCard> + 'static) {
    let Some(host) = use_context::<Host>() else { return };
    let tell = move |card| {
        let _ = host.try_with_value(|host| host.describe(card));
    };
    Effect::new(move |_| {
        // Without a menu nobody reads it: nothing is put together.
        if host.try_with_value(|host| host.can(Ability::Menu)) == Some(true) {
            tell(card());
        }
    });
    on_cleanup(move || tell(None));
}

struct Nobody;

impl HostApp for Nobody {
    fn can(&self, _: Ability) -> bool {
        false
    }
    fn describe(&self, _: Option<ShareCard>) {}
    fn share(&self, _: String, done: Callback<bool>) {
        done.run(false);
    }
    fn scan(&self, done: Callback<Result<Option<String>, ()>>) {
        done.run(Err(()));
    }
    fn pick(&self, done: Callback<Result<Option<File>, ()>>) {
        done.run(Err(()));
    }
    fn preview(&self, _: String, done: Callback<bool>) {
        done.run(false);
    }
    fn sign_in(&self, _: String) {}
    fn came_back(&self) -> Option<Back> {
        None
    }
    fn settle(&self) {}
    fn close(&self) {}
}
