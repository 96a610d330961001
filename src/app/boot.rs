//! From the boot shell's hands to the first screen.

use std::rc::Rc;

use data::Data;
use leptos::prelude::*;
use leptos::task::spawn_local;
use net::descriptor::Descriptor;
use net::json::Node;
use net::{Client, Config};

use super::adapters::{Browser, Fetch, LocalDisk};
use super::{prefs, shell};
use crate::i18n;
use crate::platform::{boot, location};

/// Starts the app on the page that the boot shell prepared.
pub fn start() {
    boot::report_panics();
    let page = location::base_url();
    let (text, descriptor) = boot::boot().map(|b| (b.config, b.descriptor)).unwrap_or_default();
    match settings(&text, &descriptor, &page) {
        Ok((config, descriptor)) => {
            let lang = prefs::language();
            // Without a turn of the loop where the words are here already: the page is drawn sooner.
            if i18n::is_here(lang) {
                return mount(config, descriptor);
            }
            spawn_local(async move {
                // Two attempts; then the page speaks the first language until the shell gets the words.
                let _ = i18n::fetch(lang).await || i18n::fetch(lang).await;
                mount(config, descriptor);
            });
        }
        Err(fault) => boot::dispatch("qunli:config-error", &fault),
    }
}

fn mount(config: Config, descriptor: Option<Descriptor>) {
    leptos::mount::mount_to_body(move || {
        let client = Client::new(config, descriptor, Rc::new(Fetch));
        let data = Data::new(client, Rc::new(Browser), Rc::new(LocalDisk));
        provide_context(data);
        let prefs = prefs::provide();
        shell::App(shell::AppProps { data, prefs })
    });
    boot::dispatch("qunli:ready", "{}");
}

/// The configuration, and the descriptor where it names one; or what the boot shell says is wrong.
fn settings(text: &str, descriptor: &str, page: &str) -> Result<(Config, Option<Descriptor>), String> {
    let config =
        Config::parse(text, page).map_err(|fault| detail("config.json", &fault.key, &fault.message))?;
    let Some(file) = &config.descriptor else { return Ok((config, None)) };
    match Descriptor::parse(descriptor, &config.api_base) {
        Ok(descriptor) => Ok((config, Some(descriptor))),
        Err(fault) => {
            let place = format!("{} (line {}, column {})", fault.pointer, fault.line, fault.column);
            Err(detail(file, &place, &fault.message))
        }
    }
}

fn detail(file: &str, key: &str, message: &str) -> String {
    let text = |text: &str| Node::owned(text.to_owned());
    Node::Object(vec![
        ("file".into(), text(file)),
        ("key".into(), text(key)),
        ("message".into(), text(message)),
    ])
    .to_string()
}
