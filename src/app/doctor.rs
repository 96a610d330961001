//! The page's side of the doctor: starts the worker, carries its requests as the app carries its own.

use data::Data;
use leptos::prelude::*;
use leptos::task::spawn_local;
use net::doctor::letter::{heard_text, request_of};
use net::json::{Node, parse};

use crate::i18n::lang;
use crate::platform::{boot, doctor, location};
use crate::ui::examine::{Examiner, Found, Line};

/// The doctor, for the page about the backend.
pub struct Doctor(pub Data);

impl Examiner for Doctor {
    fn examine(&self, may_write: bool, tell: Callback<Found>) {
        let data = self.0;
        let order = order(data, may_write);
        spawn_local(async move {
            let end = match work(data, order, tell).await {
                Some(()) => Found::End,
                None => Found::Unavailable,
            };
            // Whoever asked may have left the page.
            tell.try_run(end);
        });
    }
}

/// Which backend, who asks, in which language.
fn order(data: Data, may_write: bool) -> String {
    let (config, descriptor) = boot::boot().map(|boot| (boot.config, boot.descriptor)).unwrap_or_default();
    let page = location::base_url();
    let origin = page.split('/').take(3).collect::<Vec<_>>().join("/");
    let command = data.doctor_command(&origin);
    let text = |text: String| Node::owned(text);
    let descriptor = data.config().descriptor.as_ref().map_or(Node::Null, |_| text(descriptor));
    let members = [
        ("config", text(config)),
        ("page", text(page)),
        ("origin", text(origin)),
        ("descriptor", descriptor),
        ("session", data.session_text().map_or(Node::Null, text)),
        ("key", text(data.random_key())),
        ("command", text(command)),
        ("lang", text(lang().tag().to_owned())),
        ("may_write", Node::Bool(may_write)),
    ];
    let order = Node::Object(members.into_iter().map(|(name, node)| (name.into(), node)).collect());
    format!("begin {order}")
}

/// Turn by turn until the doctor asks for nothing more; none when the worker cannot go on.
async fn work(data: Data, order: String, tell: Callback<Found>) -> Option<()> {
    let probe = data.probe();
    let mut say = order;
    loop {
        let reply = doctor::turn(&say).await?;
        let node = parse(&reply).ok()?;
        for row in node.get("rows").map_or(&[][..], Node::items) {
            // Nobody is there any more: then nothing more is asked either.
            tell.try_run(Found::Line(line(row)))?;
        }
        if let Some(renewed) = node.get("renewed").and_then(Node::as_text) {
            data.renewed_apart(renewed);
        }
        let Some(request) = node.get("ask").and_then(request_of) else { return Some(()) };
        let heard = match node.get("listen") {
            Some(Node::Int(ms)) => probe.listen(request, u32::try_from(*ms).unwrap_or_default()).await,
            _ => probe.send(request).await,
        };
        say = heard_text(&heard);
    }
}

fn line(row: &Node<'_>) -> Line {
    let said = |name: &str| row.get(name).and_then(Node::as_text).unwrap_or_default().to_owned();
    let list = |name: &str| -> Vec<String> {
        let items = row.get(name).map_or(&[][..], Node::items).iter();
        items.map(|item| item.as_text().unwrap_or_default().to_owned()).collect()
    };
    let facts = list("facts");
    let pairs = facts.chunks(2).filter_map(|pair| Some((pair.first()?.clone(), pair.get(1)?.clone())));
    Line {
        state: said("state"),
        pill: said("pill"),
        name: said("name"),
        facts: pairs.collect(),
        possible: list("possible"),
        exact: said("exact"),
        text: said("text"),
    }
}
