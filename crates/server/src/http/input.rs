//! What a request says: its variables, page, session token, intent and command.

use axum::body::Bytes;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use contract::{
    BargainId, ChainId, CircleId, ClassId, Code, CommentId, DailyAnswerId, DailyId, DealId, EntryId, EventId,
    GroupId, IDEMPOTENCY_KEY, InviteId, ListingId, MemberId, PaymentId, PhotoId, PlaylistId, PlaylistRowId,
    PledgeId, PollId, PostId, RefundId, RelayEntryId, RelayId, TeamId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use crate::rules::{Fail, Outcome, Paging};
use crate::store::Cursor;

/// The address that a request came from, put there by a layer.
#[derive(Debug, Clone, Default)]
pub struct Address(pub String);

/// The variables of the path and the query.
#[derive(Debug, Clone)]
pub struct Args {
    path: Vec<(String, String)>,
    /// The page that was asked for.
    pub paging: Paging,
    /// The cursor of the changes that are known.
    pub since: Option<String>,
    /// Where the request came from.
    pub address: String,
}

macro_rules! variables {
    ($($name:ident: $id:ty,)*) => {$(
        /// The variable of this name.
        pub fn $name(&self) -> $id {
            self.variable(stringify!($name)).into()
        }
    )*};
}

impl Args {
    variables! {
        group: GroupId,
        member: MemberId,
        invite: InviteId,
        post: PostId,
        comment: CommentId,
        class: ClassId,
        listing: ListingId,
        deal: DealId,
        pledge: PledgeId,
        team: TeamId,
        bargain: BargainId,
        payment: PaymentId,
        refund: RefundId,
        photo: PhotoId,
        chain: ChainId,
        poll: PollId,
        relay: RelayId,
        relay_entry: RelayEntryId,
        daily: DailyId,
        daily_answer: DailyAnswerId,
        playlist: PlaylistId,
        playlist_row: PlaylistRowId,
        event: EventId,
        circle: CircleId,
        entry: EntryId,
    }

    fn variable(&self, name: &str) -> &str {
        self.path.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// Reads them from a request.
    ///
    /// # Errors
    /// A validation problem for a query that says what it cannot mean.
    pub async fn read(parts: &mut Parts) -> Outcome<Self> {
        let path = match RawPathParams::from_request_parts(parts, &()).await {
            Ok(params) => params.iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
            Err(_) => return Err(Code::NotFound.into()),
        };
        let mut args = Self {
            path,
            paging: Paging { after: None, limit: Paging::USUAL },
            since: None,
            address: parts.extensions.get::<Address>().cloned().unwrap_or_default().0,
        };
        // Cursors and numbers need no percent-encoding; whatever else is in a query is not ours.
        for pair in parts.uri.query().unwrap_or_default().split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let wrong = || Fail::field(&format!("/query/{name}"), "invalid");
            match name {
                "after" => args.paging.after = Some(Cursor::parse(value).ok_or_else(wrong)?),
                "limit" => {
                    let limit = value.parse::<u32>().ok().filter(|n| (1..=Paging::MOST).contains(n));
                    args.paging.limit = limit.ok_or_else(wrong)?;
                }
                "since" => args.since = Some(value.to_owned()),
                _ => {}
            }
        }
        Ok(args)
    }
}

/// The session's token, when there is one.
///
/// # Errors
/// [`Code::Unauthenticated`] for an `Authorization` header that is not a bearer token.
pub fn token(headers: &HeaderMap) -> Outcome<Option<String>> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let text = value.to_str().map_err(|_| Code::Unauthenticated)?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => {
            Ok(Some(token.trim().to_owned()))
        }
        _ => Err(Code::Unauthenticated.into()),
    }
}

/// The intent's key: 128 random bits as hex.
///
/// # Errors
/// A validation problem that names the header.
pub fn intent(headers: &HeaderMap) -> Outcome<String> {
    let wrong = |code| Fail::field(&format!("/headers/{IDEMPOTENCY_KEY}"), code);
    let value = headers.get(IDEMPOTENCY_KEY).ok_or_else(|| wrong("required"))?;
    let text = value.to_str().map_err(|_| wrong("invalid"))?;
    if text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(wrong("invalid"))
    }
}

/// The command in a body.
///
/// # Errors
/// A validation problem with a pointer to what could not be read.
pub fn command<Q: DeserializeOwned + Serialize>(body: &Bytes) -> Outcome<Q> {
    // An operation without a command takes any body; one with an empty command takes none as well.
    if let Ok(nothing) = serde_json::from_str::<Q>("null") {
        return Ok(nothing);
    }
    let text: &[u8] = if body.is_empty() { b"{}" } else { body };
    let mut reader = serde_json::Deserializer::from_slice(text);
    let command = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let message = error.inner().to_string();
        let missing = message.strip_prefix("missing field `").and_then(|m| m.split('`').next());
        let mut pointer = String::new();
        for segment in error.path() {
            pointer.push('/');
            match segment {
                Segment::Seq { index } => pointer.push_str(&index.to_string()),
                Segment::Map { key } => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Segment::Enum { variant } => pointer.push_str(variant),
                Segment::Unknown => {
                    pointer.pop();
                }
            }
        }
        let code = match missing {
            Some(field) => {
                pointer.push('/');
                pointer.push_str(field);
                "required"
            }
            None => "invalid",
        };
        let mut problem = contract::Problem::fields([(pointer, code.to_owned())]);
        problem.detail = Some(message);
        Fail::from(problem)
    })?;
    reader.end().map_err(|_| Fail::field("", "invalid"))?;
    match listed(text, &command) {
        Some(pointer) => Err(Fail::field(&pointer, "invalid")),
        None => Ok(command),
    }
}

/// Where a list stands in a body for a thing with fields: serde reads it in the order of the fields, which is no part
/// of the contract and would change with it.
fn listed<Q: Serialize>(text: &[u8], command: &Q) -> Option<String> {
    if !text.contains(&b'[') {
        return None;
    }
    let given: Value = serde_json::from_slice(text).ok()?;
    let read = serde_json::to_value(command).ok()?;
    list_for_object(&given, &read)
}

fn list_for_object(given: &Value, read: &Value) -> Option<String> {
    match (given, read) {
        (Value::Array(_), Value::Object(_)) => Some(String::new()),
        (Value::Array(given), Value::Array(read)) => {
            let pairs = given.iter().zip(read).enumerate();
            pairs.into_iter().find_map(|(i, (g, r))| Some(format!("/{i}{}", list_for_object(g, r)?)))
        }
        (Value::Object(given), Value::Object(read)) => read
            .iter()
            .find_map(|(name, r)| Some(format!("/{name}{}", list_for_object(given.get(name)?, r)?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::api::Done;
    use contract::feed::NewComment;
    use contract::group::NewGroup;
    use contract::groupbuy::NewDeal;

    fn wrong<Q: DeserializeOwned + Serialize>(body: &'static str) -> (String, String) {
        match command::<Q>(&Bytes::from_static(body.as_bytes())) {
            Err(Fail::Problem(problem)) => {
                let error = problem.errors.into_iter().next().unwrap();
                (error.pointer, error.code)
            }
            _ => panic!("accepted: {body}"),
        }
    }

    #[test]
    fn what_cannot_be_read_is_pointed_at() {
        let at = |body| wrong::<NewGroup>(body);
        assert_eq!(at(r#"{"name":"a"}"#), ("/persona".into(), "required".into()));
        assert_eq!(
            at(r#"{"name":"a","persona":{"avatar":"x"}}"#),
            ("/persona/nickname".into(), "required".into())
        );
        assert_eq!(at(r#"{"name":3}"#), ("/name".into(), "invalid".into()));
        assert_eq!(at("not json"), ("".into(), "invalid".into()));
    }

    #[test]
    fn a_list_does_not_stand_for_a_thing_with_fields() {
        assert_eq!(wrong::<Done>("[]"), ("".into(), "invalid".into()));
        assert_eq!(wrong::<NewComment>(r#"["hello"]"#), ("".into(), "invalid".into()));
        let nested = r#"{"name":"a","persona":["b","bloom-indigo"]}"#;
        assert_eq!(wrong::<NewGroup>(nested), ("/persona".into(), "invalid".into()));
        let deal = r#"{"title":"a","tiers":[{"from":1,"price":[1,"CNY"]}],"minimum":1,"per_member":1,
            "ends_at":"2026-03-12T12:00:00Z"}"#;
        assert_eq!(wrong::<NewDeal>(deal), ("/tiers/0/price".into(), "invalid".into()));
        let fine = deal.replace(r#"[1,"CNY"]"#, r#"{"amount":1,"currency":"CNY"}"#);
        assert!(command::<NewDeal>(&Bytes::from(fine)).is_ok());
    }

    #[test]
    fn empty_commands() {
        assert!(command::<()>(&Bytes::from_static(b"{}")).is_ok());
        assert!(command::<()>(&Bytes::new()).is_ok());
        assert!(command::<Done>(&Bytes::new()).is_ok());
        assert!(command::<Done>(&Bytes::from_static(b"{}")).is_ok());
    }
}
