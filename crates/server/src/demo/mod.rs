//! The demo community: its sign-ins, and filling an empty database with it.
//!
//! One file a group; `stage` holds what they share. Written past the rules, straight into the store, since
//! it tells of weeks that never were; a test holds the result against the rules all the same.

mod names;
mod parents;
mod parents_bargain;
mod photos;
mod pilates;
mod pilates_chain;
mod pilates_feed;
mod pilates_games;
mod pilates_moments;
mod pilates_offers;
mod pilates_shares;
mod pilates_talk;
mod stage;
mod stage_deal;
mod trip;
mod trip_circle;

use contract::info::DemoSignIn;

use crate::blob::Blobs;
use crate::clock::Clock;
use crate::store::{Commit, Store, StoreError, Stored};
use stage::Stage;

/// The code that always works for demo phones, in a demo database alone.
pub const CODE: &str = "246810";

/// The demo accounts: phone, nickname in the first group, and who it is.
const SIGN_INS: [(&str, &str, &str); 4] = [
    ("13800000001", "栗子教练", "晨间普拉提的群主：建课、开团、发公告"),
    ("13800000002", "小满", "三个群的成员，每个群里都是另一个名字"),
    ("13800000003", "山竹", "晨间普拉提的成员：周四的课要转，垫子团是她开的"),
    ("13800000004", "安安顾问", "云杉路店的顾问，宝宝群的群主"),
];

/// The store's mark of a demo database.
const MARK: &str = "demo";

/// The demo accounts that anybody may sign in to.
pub fn sign_ins() -> Vec<DemoSignIn> {
    SIGN_INS
        .iter()
        .map(|(phone, nickname, note)| DemoSignIn {
            phone: (*phone).to_owned(),
            code: CODE.to_owned(),
            nickname: (*nickname).to_owned(),
            note: (*note).to_owned(),
        })
        .collect()
}

/// Whether this phone belongs to a demo account.
pub fn is_demo_phone(phone: &str) -> bool {
    SIGN_INS.iter().any(|(demo, _, _)| *demo == phone)
}

/// Sees to the demo: seeds an empty database when it is wanted, and answers whether this is a demo
/// database that is to be served as one. A database with anything else in it is never touched.
///
/// # Errors
/// When the store failed: nothing of the demo was kept.
pub async fn open(store: &dyn Store, blobs: &dyn Blobs, clock: &dyn Clock, wanted: bool) -> Stored<bool> {
    let mut tx = store.write().await?;
    if wanted && tx.is_empty().await? {
        let mut stage = Stage::new(&mut *tx, clock.now());
        for (phone, nickname, _) in SIGN_INS {
            stage.sign_in(phone, nickname).await?;
        }
        // The group joined last stands first in everybody's list.
        trip::play(&mut stage).await?;
        parents::play(&mut stage).await?;
        pilates::play(&mut stage).await?;
        for (name, bytes) in std::mem::take(&mut stage.pictures) {
            blobs.keep(&name, bytes).await.map_err(|error| StoreError(Box::new(error)))?;
        }
        tx.set_meta(MARK, "yes").await?;
        tx.commit(Commit::AtOnce, Box::new(|| {})).await?;
        tracing::info!("filled the empty database with the demo community");
        return Ok(true);
    }
    let marked = tx.meta(MARK).await?.is_some();
    tx.undo().await?;
    if wanted && !marked {
        tracing::warn!("this database holds a real community: it is not served as a demo");
    }
    Ok(wanted && marked)
}
