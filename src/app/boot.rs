//! From the boot shell's hands to the first screen.

use std::rc::Rc;

use data::Data;
use leptos::prelude::*;
use net::{Client, Config, ConfigError};

use super::adapters::{Browser, Fetch, LocalDisk};
use super::{prefs, shell};
use crate::platform::{boot, location};

/// Starts the app on the page that the boot shell prepared.
pub fn start() {
    boot::report_panics();
    let page = location::base_url();
    let text = boot::boot().map(|b| b.config).unwrap_or_default();
    match Config::parse(&text, &page) {
        Ok(config) => {
            leptos::mount::mount_to_body(move || {
                let client = Client::new(config, Rc::new(Fetch));
                let data = Data::new(client, Rc::new(Browser), Rc::new(LocalDisk));
                provide_context(data);
                let prefs = prefs::provide();
                shell::App(shell::AppProps { data, prefs })
            });
            boot::dispatch("qunli:ready", "{}");
        }
        Err(fault) => boot::dispatch("qunli:config-error", &detail(&fault)),
    }
}

fn detail(fault: &ConfigError) -> String {
    serde_json::json!({ "key": fault.key, "message": fault.message }).to_string()
}
