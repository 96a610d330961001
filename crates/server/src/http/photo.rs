//! Bytes of photos, in and out: parts of uploads, and what a signed address leads to.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RANGE,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use contract::{Code, PhotoId};

use super::adapter::answer_json;
use super::input::{Args, intent, token};
use super::problem::respond;
use crate::app::App;
use crate::rules::photo::Which;
use crate::rules::{Fail, Outcome, photo};

/// Takes a part of an upload.
pub async fn append(app: Arc<App>, request: Request) -> Response {
    // On a task of its own: a client that hangs up must not stop it between the bytes and what is known of them.
    answer_json(tokio::spawn(take_part(app, request))).await
}

async fn take_part(app: Arc<App>, request: Request) -> Outcome<String> {
    let token = token(request.headers())?.ok_or(Code::Unauthenticated)?;
    intent(request.headers())?;
    let (mut parts, body) = request.into_parts();
    let args = Args::read(&mut parts).await?;
    let offset = query(parts.uri.query(), "offset").unwrap_or("0").parse();
    let offset = offset.map_err(|_| Fail::field("/query/offset", "invalid"))?;
    let most = usize::try_from(domain::photo::PART_SIZE).unwrap_or(usize::MAX);
    photo::may_append(&app, &token, &args.photo()).await?;
    let bytes = to_bytes(body, most).await.map_err(|_| Code::TooLarge)?;
    let upload = photo::append(app, &token, args.photo(), offset, bytes.to_vec()).await?;
    super::adapter::json(&upload)
}

fn query<'a>(query: Option<&'a str>, name: &str) -> Option<&'a str> {
    let pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Serves a photo to whoever holds an address of it that has not ended.
pub async fn bytes(State(app): State<Arc<App>>, Path(id): Path<String>, request: Request) -> Response {
    let asked = request.uri().query();
    let (until, key) = (query(asked, "until").unwrap_or_default(), query(asked, "key").unwrap_or_default());
    let found = photo::by_address(&app, (&PhotoId(id), Which::of(query(asked, "size"))), until, key).await;
    let (row, whole) = match found {
        Ok(found) => found,
        Err(fail) => return respond(fail),
    };
    let length = whole.len();
    let range = request.headers().get(RANGE).and_then(|range| range.to_str().ok());
    let (status, body, content_range) = match range.map(|range| part_of(range, length)) {
        // What is no single range of bytes is no range: the whole is an answer, too.
        None | Some(None) => (StatusCode::OK, whole, None),
        Some(Some(Err(()))) => {
            (StatusCode::RANGE_NOT_SATISFIABLE, Vec::new(), Some(format!("bytes */{length}")))
        }
        Some(Some(Ok((from, to)))) => {
            let part = whole.get(from..to).unwrap_or_default().to_vec();
            (
                StatusCode::PARTIAL_CONTENT,
                part,
                Some(format!("bytes {from}-{}/{length}", to.saturating_sub(1))),
            )
        }
    };
    let left_s = until.parse().unwrap_or(0) - app.clock.now().0.div_euclid(1000);
    let size = body.len();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(CONTENT_TYPE, &row.media_type);
    set(CONTENT_LENGTH, &size.to_string());
    set(ACCEPT_RANGES, "bytes");
    // Kept by the phone alone, and no longer than the address holds.
    set(CACHE_CONTROL, &format!("private, max-age={}, immutable", left_s.max(0)));
    // Opened by itself it is a picture and nothing that runs.
    set(CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    if let Some(content_range) = content_range {
        set(CONTENT_RANGE, &content_range);
    }
    response
}

/// The part that `bytes=from-to` asks for; an error for one that is not there, none for anything else.
fn part_of(range: &str, length: usize) -> Option<Result<(usize, usize), ()>> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let part = match (from.parse::<usize>(), to.parse::<usize>()) {
        (Ok(from), Ok(to)) if from <= to => (from, to.saturating_add(1).min(length)),
        (Ok(from), _) if to.is_empty() => (from, length),
        (_, Ok(last)) if from.is_empty() => (length.saturating_sub(last), length),
        _ => return None,
    };
    Some(if part.0 < part.1 { Ok(part) } else { Err(()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        assert_eq!(part_of("bytes=0-3", 10), Some(Ok((0, 4))));
        assert_eq!(part_of("bytes=8-99", 10), Some(Ok((8, 10))));
        assert_eq!(part_of("bytes=4-", 10), Some(Ok((4, 10))));
        assert_eq!(part_of("bytes=-3", 10), Some(Ok((7, 10))));
        assert_eq!(part_of("bytes=10-", 10), Some(Err(())));
        assert_eq!(part_of("bytes=-0", 10), Some(Err(())));
        for whole in ["bytes=3-2", "bytes=0-1,3-4", "bytes=-", "items=0-1", "bytes=a-b"] {
            assert_eq!(part_of(whole, 10), None, "{whole}");
        }
    }
}
