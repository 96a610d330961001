//! The server's process: command line, log, signals. Everything else is the library.

use std::fs::{File, OpenOptions};
use std::io::IsTerminal;
use std::process::ExitCode;

use server::app::{App, Parts};
use server::args::{Args, USAGE};
use server::blob::Folder;
use server::clock::SystemClock;
use server::courier::LogCourier;
use server::http::{Options, serve};
use server::limit::Limits;
use server::secret::Keys;
use server::store::sqlite::SqliteStore;
use server::wechat::{Settings, Wechat};
use server::{demo, scheduler};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("QUNLI_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    let args = match Args::parse(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(sentence) => {
            tracing::error!("{sentence}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let done = tokio::runtime::Runtime::new()
        .map_err(|e| format!("the runtime cannot start: {e}"))
        .and_then(|runtime| runtime.block_on(run(args)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            tracing::error!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<(), String> {
    let folder = args.data.display().to_string();
    std::fs::create_dir_all(&args.data)
        .map_err(|e| format!("the data folder {folder} cannot be made: {e}; name another with --data"))?;
    let _lock = lock(&args)?;
    let keys = Keys::in_folder(&args.data)
        .map_err(|e| format!("the server's key in {folder} cannot be read or made: {e}"))?;
    let store = SqliteStore::open(&args.data)
        .await
        .map_err(|e| format!("the database in {folder} cannot be opened: {e}"))?;
    let blobs = Folder::open(&args.data)
        .map_err(|e| format!("the photos' folder in {folder} cannot be made: {e}"))?;
    let listener = tokio::net::TcpListener::bind(args.listen)
        .await
        .map_err(|e| format!("{} cannot be listened on: {e}; choose another with --listen", args.listen))?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;

    let wechat = Settings::read(|name| std::env::var(name).ok())?;
    let clock = SystemClock::shifted(args.clock_offset_s);
    let demo =
        demo::open(&store, &blobs, &clock, args.demo).await.map_err(|e| format!("the demo failed: {e}"))?;
    let app = App::new(Parts {
        store: Box::new(store),
        blobs: Box::new(blobs),
        clock: Box::new(clock),
        keys,
        limits: Limits::new(args.rate_limits),
        courier: Box::new(LogCourier),
        settling: args.settling,
        wechat: wechat.map(Wechat::new),
        demo,
    });
    let scheduler = tokio::spawn(scheduler::run(app.clone()));
    let base_url = args.base_url.unwrap_or_else(|| format!("http://{address}"));
    let options = Options { static_files: args.static_files, cors: args.cors, trust_proxy: args.trust_proxy };
    tracing::info!(%address, base_url, data = folder, demo, "ready");
    let served = serve(listener, app, &options, stop()).await.map_err(|e| format!("serving failed: {e}"));
    scheduler.abort();
    served
}

/// One server a folder: two would not hear of each other's changes.
fn lock(args: &Args) -> Result<File, String> {
    let path = args.data.join("lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|e| format!("{} cannot be written: {e}; is the data folder yours?", path.display()))?;
    file.try_lock().map_err(|_| {
        format!("another server uses {}; stop it, or name another folder with --data", args.data.display())
    })?;
    Ok(file)
}

/// Resolves on Ctrl-C or SIGTERM.
async fn stop() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C cannot be heard");
            core::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::error!(%error, "SIGTERM cannot be heard");
                core::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminate = core::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
