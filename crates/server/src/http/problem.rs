//! Problems as `application/problem+json`, each with a reference that the log has too.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use contract::{Code, Problem};

use crate::rules::Fail;
use crate::secret::{hex, random};

/// Turns a failure into its response.
pub fn respond(fail: Fail) -> Response {
    let mut problem = match fail {
        Fail::Problem(problem) => *problem,
        Fail::Store(error) => {
            tracing::error!(%error, "the store failed");
            Problem::new(Code::Internal)
        }
    };
    let reference = format!("Q-{}", hex(random().get(..3).unwrap_or_default()).to_uppercase());
    if problem.status >= 500 {
        tracing::error!(reference, code = problem.code.as_str(), "answered a problem");
    } else {
        tracing::info!(reference, code = problem.code.as_str(), errors = ?problem.errors, "answered a problem");
    }
    problem.instance = Some(reference);
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = problem.retry_after_s {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// There is no such operation.
pub async fn not_found() -> Response {
    respond(Code::NotFound.into())
}

/// The path is an operation's, the method is not: axum adds which are, in `Allow`.
pub async fn wrong_method() -> Response {
    let problem = Problem { status: StatusCode::METHOD_NOT_ALLOWED.as_u16(), ..Problem::new(Code::NotFound) };
    respond(problem.into())
}
