//! The contract's own document, for whoever has no client yet. The same for everybody, made once.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use contract::Code;

use super::problem::respond;

static DOCUMENT: LazyLock<Option<Bytes>> = LazyLock::new(|| match contract::openapi::json() {
    Ok(text) => Some(text.into()),
    Err(error) => {
        tracing::error!(%error, "the document could not be written");
        None
    }
});

/// The OpenAPI document of the contract.
pub async fn document() -> Response {
    match DOCUMENT.clone() {
        Some(text) => {
            let kept = (CACHE_CONTROL, "public, max-age=300");
            ([(CONTENT_TYPE, "application/json"), kept], text).into_response()
        }
        None => respond(Code::Internal.into()),
    }
}
