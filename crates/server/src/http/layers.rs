//! What surrounds every request: cross-origin rules, the caller's address, safe headers, the log.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::http::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, DATE, REFERRER_POLICY, RETRY_AFTER,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use contract::IDEMPOTENCY_KEY;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::input::Address;

/// Lets browsers on these origins call; without any, only the origin that serves the files.
pub fn cors(router: Router, origins: &[String]) -> Router {
    if origins.is_empty() {
        return router;
    }
    let allowed = if origins.iter().any(|o| o == "*") {
        // Safe without credentials mode: a session is a bearer header, never a cookie.
        AllowOrigin::any()
    } else {
        AllowOrigin::list(origins.iter().filter_map(|o| HeaderValue::from_str(o.trim_end_matches('/')).ok()))
    };
    router.layer(
        CorsLayer::new()
            .allow_origin(allowed)
            .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
            .allow_headers([
                ACCEPT,
                AUTHORIZATION,
                CACHE_CONTROL,
                CONTENT_TYPE,
                HeaderName::from_static(IDEMPOTENCY_KEY),
            ])
            .expose_headers([DATE, RETRY_AFTER])
            .max_age(Duration::from_secs(600)),
    )
}

/// Puts the caller's address, safe headers and the log around everything.
pub fn around(router: Router, trust_proxy: bool) -> Router {
    router.layer(from_fn(move |request, next| surround(request, next, trust_proxy)))
}

async fn surround(mut request: Request, next: Next, trust_proxy: bool) -> Response {
    let began = Instant::now();
    let address = Address(address(&request, trust_proxy));
    request.extensions_mut().insert(address);
    let method = request.method().clone();
    // The template, not the path: a log must not tell who read what.
    let route = request.extensions().get::<MatchedPath>().map(|m| m.as_str().to_owned());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    match route {
        Some(route) => tracing::info!(%method, route, status = response.status().as_u16(), ms, "request"),
        None => tracing::debug!(%method, status = response.status().as_u16(), ms, "file"),
    }
    response
}

fn address(request: &Request, trust_proxy: bool) -> String {
    let forwarded = request.headers().get("x-forwarded-for").and_then(|v| v.to_str().ok());
    if let Some(forwarded) = forwarded.filter(|_| trust_proxy) {
        // The last entry is the proxy's own word; those before it are the client's.
        return forwarded.rsplit(',').next().unwrap_or_default().trim().to_owned();
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.map(|ConnectInfo(peer)| peer.ip().to_string()).unwrap_or_default()
}
