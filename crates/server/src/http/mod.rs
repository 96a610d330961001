//! HTTP: requests into calls of the rules, their answers into responses.
//!
//! Knows the contract's endpoint table and the rules; knows no SQL and decides nothing.

mod adapter;
mod input;
mod layers;
mod openapi;
mod photo;
mod problem;
mod routes;
mod spa;
mod stream;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use crate::app::App;
use crate::hub::News;

/// How long open requests may take to end after the server was told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// What the HTTP side of the server can be told.
#[derive(Debug, Default)]
pub struct Options {
    /// The folder of the client's static files.
    pub static_files: Option<PathBuf>,
    /// Origins that may call the API from a browser; `*` for all.
    pub cors: Vec<String>,
    /// Whether the last `X-Forwarded-For` entry names the caller: only behind a proxy that sets it.
    pub trust_proxy: bool,
}

/// The whole service: the API under `/api` with its document, `/healthz`, and the static files at the root.
pub fn router(app: Arc<App>, options: &Options) -> Router {
    let api = routes::api()
        .route("/photos/{photo}", get(photo::bytes))
        .route("/openapi.json", get(openapi::document))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::wrong_method)
        .with_state(Arc::clone(&app));
    let mut router = Router::new().nest("/api", api).route("/healthz", get(health).with_state(app));
    router = layers::cors(router, &options.cors);
    router = match &options.static_files {
        Some(folder) => router.merge(spa::files(folder)),
        None => router.fallback(problem::not_found),
    };
    layers::around(router, options.trust_proxy)
}

/// Whether the store answers.
async fn health(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    let answered = match app.store.read().await {
        Ok(mut tx) => tx.meta("demo").await.map(|_| ()),
        Err(error) => Err(error),
    };
    match answered {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(%error, "not healthy");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
        }
    }
}

/// Serves until `stop` resolves, then lets open requests end, and closes the store.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    app: Arc<App>,
    options: &Options,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(Arc::clone(&app), options).into_make_service_with_connect_info::<SocketAddr>();
    // Streams send few small events, each of which somebody waits for.
    let listener = listener.tap_io(|socket| {
        if let Err(error) = socket.set_nodelay(true) {
            tracing::debug!(%error, "no delay-free socket");
        }
    });
    let told = Arc::clone(&app);
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        tracing::info!("stopping");
        told.stopping.send_replace(true);
        told.hub.publish(News::Shutdown);
    });
    let mut stopping = app.stopping.subscribe();
    let too_long = async {
        // The sender lives in the app, which is here: this cannot fail.
        let _ = stopping.wait_for(|stop| *stop).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        done = serving.into_future() => done?,
        () = too_long => tracing::warn!("some requests did not end in time"),
    }
    app.store.close().await;
    tracing::info!("stopped");
    Ok(())
}
