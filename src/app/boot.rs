//! From the boot shell's hands to the first screen.

use std::rc::Rc;

use data::Data;
use leptos::prelude::*;
use net::descriptor::{Descriptor, DescriptorError};
use net::json::Node;
use net::{Client, Config};
use wasm_split_helpers::SplitLoaderError;

use super::adapters::{Browser, Fetch, LocalDisk};
use super::{prefs, shell};
use crate::i18n;
use crate::platform::{boot, clock, location};

/// Starts the app on the page that the boot shell prepared.
pub fn start() {
    boot::report_panics();
    let page = location::base_url();
    let boot = boot::boot().unwrap_or_default();
    let config = match Config::parse(&boot.config, &page) {
        Ok(config) => config,
        Err(fault) => return wrong("config.json", &fault.key, &fault.message),
    };
    let lang = prefs::language();
    // Leptos' own spawns nothing before something is mounted.
    wasm_bindgen_futures::spawn_local(async move {
        // A weak phone paints what the boot shell shows, and listens, between making the module and its first page.
        clock::next_task().await;
        // Two attempts; then the page speaks the first language until the shell gets the words.
        let _ = i18n::fetch(lang).await || i18n::fetch(lang).await;
        let Some(file) = config.descriptor.clone() else { return mount(config, None) };
        match described(&boot.descriptor, &config.api_base).await {
            Ok(Ok(descriptor)) => mount(config, Some(descriptor)),
            Ok(Err(fault)) => {
                let place = format!("{} (line {}, column {})", fault.pointer, fault.line, fault.column);
                wrong(&file, &place, &fault.message);
            }
            Err(_) => boot::dispatch("qunli:missing", &detail(&file, "", "its compiler did not arrive")),
        }
    });
}

type Described = Result<Result<Descriptor, DescriptorError>, SplitLoaderError>;

/// Compiles a descriptor. Few backends have one: in a release, the compiler is a file of its own.
#[cfg_attr(split, wasm_split_helpers::wasm_split(descriptor, fallible))]
fn compile(text: &str, base: &str) -> Described {
    Ok(Descriptor::parse(text, base))
}

async fn described(text: &str, base: &str) -> Described {
    #[cfg(split)]
    let described = compile(text, base).await;
    #[cfg(not(split))]
    let described = compile(text, base);
    described
}

fn wrong(file: &str, key: &str, message: &str) {
    boot::dispatch("qunli:config-error", &detail(file, key, message));
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

fn detail(file: &str, key: &str, message: &str) -> String {
    let text = |text: &str| Node::owned(text.to_owned());
    Node::Object(vec![
        ("file".into(), text(file)),
        ("key".into(), text(key)),
        ("message".into(), text(message)),
    ])
    .to_string()
}
