//! The shelves of the kernel's disk: tables of the browser's database. What waits to be sent is small and must not be
//! lost, so it lies in local storage where there is no database; what was seen does not.

use data::Shelf;
use net::LocalFuture;

use super::DISK;
use crate::platform::idb::{self, IdbFault, Table};
use crate::platform::storage;

const fn table(shelf: Shelf) -> Table {
    match shelf {
        Shelf::Outbox => idb::OUTBOX,
        Shelf::Seen => idb::SEEN,
        Shelf::Photos => idb::PHOTOS,
    }
}

fn small(name: &str) -> String {
    format!("{DISK}outbox/{name}")
}

pub(super) fn keep(shelf: Shelf, name: &str, text: String) -> LocalFuture<bool> {
    let name = name.to_owned();
    Box::pin(async move {
        match table(shelf).put(&name, &text.as_str().into()).await {
            Ok(()) => {
                // An older self, of when there was no database, would be read in its place.
                if shelf == Shelf::Outbox {
                    storage::remove(&small(&name));
                }
                true
            }
            Err(IdbFault::Missing) if shelf == Shelf::Outbox => {
                let kept = storage::set(&small(&name), &text).is_ok();
                if !kept {
                    // What is kept until the page goes is not kept.
                    storage::remove(&small(&name));
                }
                kept
            }
            Err(_) => false,
        }
    })
}

pub(super) fn kept(shelf: Shelf, prefix: &str) -> LocalFuture<Option<Vec<String>>> {
    let prefix = prefix.to_owned();
    Box::pin(async move {
        let found = match table(shelf).values(&prefix).await {
            Ok(found) => found,
            // Where there never was one, nothing lies in it. One that was there and is not now is no empty one.
            Err(IdbFault::Missing) if !idb::was_open() => Vec::new(),
            Err(_) => return None,
        };
        let mut texts: Vec<String> = found.iter().filter_map(|value| value.as_string()).collect();
        if shelf == Shelf::Outbox {
            let keys = storage::keys_with_prefix(&small(&prefix));
            texts.extend(keys.iter().filter_map(|key| storage::get(key)));
        }
        Some(texts)
    })
}

pub(super) fn clear(shelf: Shelf, prefix: &str) -> LocalFuture<()> {
    let prefix = prefix.to_owned();
    Box::pin(async move {
        // What cannot be taken off now is read again, and sent again under its key: it is not done twice.
        let _ = table(shelf).clear(&prefix).await;
        if shelf == Shelf::Outbox {
            storage::keys_with_prefix(&small(&prefix)).iter().for_each(|key| storage::remove(key));
        }
    })
}
