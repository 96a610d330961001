//! The client's static files.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, VARY};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use tower_http::services::ServeDir;

/// What a page cannot say in its own `<meta>` policy; both hold. Nobody frames the app: a page inside
/// another's can be made to press its own buttons.
const POLICY: &str = "frame-ancestors 'none'";

/// Serves a folder at the root: precompressed where a `.br` or `.gz` lies beside a file.
pub fn files(folder: &Path) -> Router {
    let service = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    Router::new().fallback_service(service).layer(from_fn(headers))
}

/// Hashed names never change; everything else is asked for again, or a deploy would leave old pages.
async fn headers(request: Request, next: Next) -> Response {
    let kept = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    let kept = kept && response.status().is_success();
    let value = if kept { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(value));
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// Whether a file name carries a hash: `qunli-0123456789abcdef.js`, `qunli-0123456789abcdef_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '_', '.']).any(|part| part.len() == 16 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names() {
        assert!(is_hashed("/app/qunli-0123456789abcdef.js"));
        assert!(is_hashed("/qunli-0123456789abcdef_bg.wasm"));
        assert!(!is_hashed("/index.html"));
        assert!(!is_hashed("/config.json"));
        assert!(!is_hashed("/0123456789abcdef/index.html"));
    }
}
