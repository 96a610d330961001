//! Being alone at something among the tabs of this page.
//!
//! By the browser's locks where it has them, else by a lease in local storage.
//! A tab that is asleep over its turn is not waited for: whoever needs to be
//! alone for more than order must be safe without.

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::{clock, loose, random, storage};

/// Longer than a request may take.
const PATIENCE_MS: u32 = 45_000;
/// Between two looks at a lease, and between writing one and believing it.
const LOOK_MS: u32 = 400;

/// A turn; dropping it lets the next tab go on.
#[must_use = "dropping the turn ends it at once"]
pub struct Turn(Held);

enum Held {
    Lock(Option<Function>),
    Lease(String, String),
}

impl Drop for Turn {
    fn drop(&mut self) {
        match &self.0 {
            Held::Lock(release) => {
                if let Some(release) = release {
                    let _ = release.call0(&JsValue::UNDEFINED);
                }
            }
            Held::Lease(key, mine) => {
                if storage::get(key).is_some_and(|lease| lease.starts_with(mine.as_str())) {
                    storage::remove(key);
                }
            }
        }
    }
}

/// Waits for the turn at `work`.
pub async fn take(work: &str) -> Turn {
    let locks = loose::get(&loose::get(&loose::window(), "navigator"), "locks");
    if loose::has(&locks, "request") { by_lock(&locks, work).await } else { by_lease(work).await }
}

async fn by_lock(locks: &JsValue, work: &str) -> Turn {
    let mut release = None;
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let mut granted = None;
    let grant = Promise::new(&mut |resolve, _| granted = Some(resolve));
    let on_grant = Closure::once_into_js(move || -> JsValue {
        if let Some(granted) = granted {
            let _ = granted.call1(&JsValue::UNDEFINED, &JsValue::TRUE);
        }
        // The lock is ours until this resolves; a turn that was not waited for has let it go already.
        held.into()
    });
    let request = loose::call(locks, "request", &[format!("qunli.{work}").into(), on_grant]);
    if let Ok(request) = request {
        // A page without storage may be refused: then nobody is kept waiting.
        let quiet = Closure::once_into_js(|| ());
        let _ = loose::call(&request, "catch", &[quiet]);
        let refused: Promise = request.unchecked_into();
        let _ = loose::within(PATIENCE_MS, &Promise::race(&js_sys::Array::of2(&grant, &refused))).await;
    }
    Turn(Held::Lock(release))
}

async fn by_lease(work: &str) -> Turn {
    let key = format!("qunli.turn/{work}");
    let bytes = random::bytes16();
    let mine: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let until = |lease: &str| lease.split_once(' ').and_then(|(_, until)| until.parse::<i64>().ok());
    let end = clock::uptime_ms() + f64::from(PATIENCE_MS);
    while clock::uptime_ms() < end {
        let left = storage::get(&key).and_then(|lease| until(&lease)).map_or(0, |at| at - clock::now_ms());
        // A lease from a clock that was set back is none.
        if !(1..=i64::from(PATIENCE_MS)).contains(&left) {
            let lease = format!("{mine} {}", clock::now_ms() + i64::from(PATIENCE_MS));
            let _ = storage::set(&key, &lease);
            clock::sleep(LOOK_MS / 4).await;
            // The last of those who wrote at once has it.
            if storage::get(&key).as_deref() == Some(lease.as_str()) {
                break;
            }
        } else {
            clock::sleep(LOOK_MS).await;
        }
    }
    Turn(Held::Lease(key, mine))
}
