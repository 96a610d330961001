//! Requests and answers as text, for a doctor that works apart from what carries its requests.

use super::{Heard, Trouble};
use crate::descriptor::Credentials;
use crate::json::{Node, parse};
use crate::{Answer, Request};

/// The methods that a request may have.
const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
const CREDENTIALS: [(&str, Credentials); 3] = [
    ("omit", Credentials::Omit),
    ("same-origin", Credentials::SameOrigin),
    ("include", Credentials::Include),
];

fn text(words: &str) -> Node<'_> {
    Node::text(words)
}

/// Headers as a flat list of names and values.
fn headers(list: &[(String, String)]) -> Node<'_> {
    Node::List(list.iter().flat_map(|(name, value)| [text(name), text(value)]).collect())
}

fn headers_of(node: Option<&Node<'_>>) -> Vec<(String, String)> {
    let words = |node: &Node<'_>| node.as_text().unwrap_or_default().to_owned();
    let pairs = node.map_or(&[][..], Node::items).chunks(2);
    pairs.filter_map(|pair| Some((words(pair.first()?), words(pair.get(1)?)))).collect()
}

fn number(node: Option<&Node<'_>>) -> Option<u32> {
    match node? {
        Node::Int(value) => u32::try_from(*value).ok(),
        _ => None,
    }
}

/// A request as a value.
pub fn request_node(request: &Request) -> Node<'_> {
    let credentials = CREDENTIALS.iter().find(|(_, known)| *known == request.credentials);
    Node::Object(vec![
        ("method".into(), text(request.method)),
        ("url".into(), text(&request.url)),
        ("headers".into(), headers(&request.headers)),
        ("body".into(), request.body.as_deref().map_or(Node::Null, text)),
        ("credentials".into(), text(credentials.map_or("omit", |(name, _)| name))),
        ("timeout_ms".into(), Node::Int(i64::from(request.timeout_ms))),
    ])
}

/// The request that a value is.
pub fn request_of(node: &Node<'_>) -> Option<Request> {
    let said = |name: &str| node.get(name).and_then(Node::as_text);
    let credentials = CREDENTIALS.iter().find(|(name, _)| said("credentials") == Some(name));
    Some(Request {
        method: METHODS.into_iter().find(|method| said("method") == Some(method))?,
        url: said("url")?.to_owned(),
        headers: headers_of(node.get("headers")),
        body: said("body").map(str::to_owned),
        bytes: None,
        credentials: credentials.map(|(_, credentials)| *credentials)?,
        timeout_ms: number(node.get("timeout_ms"))?,
    })
}

/// What was heard, as text.
pub fn heard_text(heard: &Heard) -> String {
    let (trouble, why) = match heard {
        Ok(answer) => {
            let members = vec![
                ("status".into(), Node::Int(i64::from(answer.status))),
                ("headers".into(), headers(&answer.headers)),
                ("body".into(), text(&answer.body)),
            ];
            return Node::Object(members).to_string();
        }
        Err(Trouble::Offline) => ("offline", ""),
        Err(Trouble::Timeout) => ("timeout", ""),
        Err(Trouble::Opaque) => ("opaque", ""),
        Err(Trouble::Unreadable) => ("unreadable", ""),
        Err(Trouble::Connect(why)) => ("connect", why.as_str()),
        Err(Trouble::Tls(why)) => ("tls", why.as_str()),
    };
    Node::Object(vec![("trouble".into(), text(trouble)), ("why".into(), text(why))]).to_string()
}

/// What a text says was heard. Garbage is something unreadable.
pub fn heard_of(words: &str) -> Heard {
    let node = parse(words).map_err(|_| Trouble::Unreadable)?;
    let said = |name: &str| node.get(name).and_then(Node::as_text).unwrap_or_default();
    match node.get("trouble").and_then(Node::as_text) {
        None => {
            let status = number(node.get("status")).and_then(|status| u16::try_from(status).ok());
            let status = status.ok_or(Trouble::Unreadable)?;
            Ok(Answer { status, headers: headers_of(node.get("headers")), body: said("body").to_owned() })
        }
        Some("offline") => Err(Trouble::Offline),
        Some("timeout") => Err(Trouble::Timeout),
        Some("opaque") => Err(Trouble::Opaque),
        Some("connect") => Err(Trouble::Connect(said("why").to_owned())),
        Some("tls") => Err(Trouble::Tls(said("why").to_owned())),
        Some(_) => Err(Trouble::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_answers_survive_the_way() {
        let request = Request {
            method: "POST",
            url: "https://x.example/a?b=群".to_owned(),
            headers: vec![("accept".to_owned(), "a\"b".to_owned())],
            body: Some("{\"x\":1}".to_owned()),
            bytes: None,
            credentials: Credentials::Include,
            timeout_ms: 20_000,
        };
        let without = Request { body: None, credentials: Credentials::Omit, ..request.clone() };
        for request in [request, without] {
            let words = request_node(&request).to_string();
            assert_eq!(request_of(&parse(&words).unwrap()), Some(request));
        }
        let answer = Answer { status: 404, headers: vec![("date".into(), "now".into())], body: "\n".into() };
        for heard in [
            Ok(answer),
            Err(Trouble::Offline),
            Err(Trouble::Timeout),
            Err(Trouble::Opaque),
            Err(Trouble::Unreadable),
            Err(Trouble::Connect("a".into())),
            Err(Trouble::Tls("b".into())),
        ] {
            assert_eq!(heard_of(&heard_text(&heard)), heard);
        }
        assert_eq!(heard_of("<html>"), Err(Trouble::Unreadable));
        assert_eq!(heard_of("{}"), Err(Trouble::Unreadable));
        assert_eq!(request_of(&Node::Null), None);
    }
}
