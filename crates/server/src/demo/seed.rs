//! Fills a database with the demo community.

use contract::Timestamp;

use crate::store::{AccountRow, Stored, WriteTx};

/// Adds the demo accounts.
pub async fn fill(tx: &mut dyn WriteTx, now: Timestamp) -> Stored<()> {
    for (i, (phone, _, _)) in super::SIGN_INS.iter().enumerate() {
        let id = format!("demo{i}").into();
        tx.add_account(&AccountRow { id, phone: Some((*phone).to_owned()), created_at: now }).await?;
    }
    Ok(())
}
