//! Reading columns into contract types, and writing contract words into columns.

use contract::group::{Member, Persona};
use contract::{Currency, MemberId, Money, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::store::{StoreError, Stored};

/// A value that the store should not hold.
#[derive(Debug, thiserror::Error)]
#[error("column {0} holds what it should not")]
struct Corrupt(String);

fn corrupt(column: &str) -> StoreError {
    StoreError(Box::new(Corrupt(column.to_owned())))
}

/// The word of a contract enum, as it stands on the wire.
pub fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A contract value as JSON text.
pub fn json<T: Serialize>(value: &T) -> Stored<String> {
    serde_json::to_string(value).map_err(|e| StoreError(Box::new(e)))
}

/// Reads columns by name.
pub trait Columns {
    /// A text.
    fn text(&self, name: &str) -> Stored<String>;
    /// A text or nothing.
    fn opt_text(&self, name: &str) -> Stored<Option<String>>;
    /// A number.
    fn int(&self, name: &str) -> Stored<i64>;
    /// A number or nothing.
    fn opt_int(&self, name: &str) -> Stored<Option<i64>>;

    /// A count.
    fn count(&self, name: &str) -> Stored<u32> {
        u32::try_from(self.int(name)?).map_err(|_| corrupt(name))
    }

    /// A count or nothing.
    fn opt_count(&self, name: &str) -> Stored<Option<u32>> {
        self.opt_int(name)?.map(|_| self.count(name)).transpose()
    }

    /// A truth.
    fn flag(&self, name: &str) -> Stored<bool> {
        Ok(self.int(name)? != 0)
    }

    /// An id.
    fn id<T: From<String>>(&self, name: &str) -> Stored<T> {
        Ok(T::from(self.text(name)?))
    }

    /// An id or nothing.
    fn opt_id<T: From<String>>(&self, name: &str) -> Stored<Option<T>> {
        Ok(self.opt_text(name)?.map(T::from))
    }

    /// A moment.
    fn time(&self, name: &str) -> Stored<Timestamp> {
        Ok(Timestamp(self.int(name)?))
    }

    /// A moment or nothing.
    fn opt_time(&self, name: &str) -> Stored<Option<Timestamp>> {
        Ok(self.opt_int(name)?.map(Timestamp))
    }

    /// A contract enum.
    fn word<T: DeserializeOwned>(&self, name: &str) -> Stored<T> {
        let word = serde_json::Value::String(self.text(name)?);
        serde_json::from_value(word).map_err(|_| corrupt(name))
    }

    /// A contract value kept as JSON.
    fn json<T: DeserializeOwned>(&self, name: &str) -> Stored<T> {
        serde_json::from_str(&self.text(name)?).map_err(|_| corrupt(name))
    }

    /// A sum of money in two columns.
    fn money(&self, amount: &str, currency: &str) -> Stored<Money> {
        let currency = Currency::parse(&self.text(currency)?).ok_or_else(|| corrupt(currency))?;
        Ok(Money { amount: self.int(amount)?, currency })
    }

    /// The member whose columns were joined as `m_*`; none when they left.
    fn member(&self) -> Stored<Option<Member>> {
        let Some(id) = self.opt_id::<MemberId>("m_id")? else { return Ok(None) };
        let persona = Persona { nickname: self.text("m_nickname")?, avatar: self.text("m_avatar")? };
        Ok(Some(Member { id, persona, role: self.word("m_role")?, joined_at: self.time("m_joined_at")? }))
    }
}

impl Columns for SqliteRow {
    fn text(&self, name: &str) -> Stored<String> {
        Ok(self.try_get(name)?)
    }

    fn opt_text(&self, name: &str) -> Stored<Option<String>> {
        Ok(self.try_get(name)?)
    }

    fn int(&self, name: &str) -> Stored<i64> {
        Ok(self.try_get(name)?)
    }

    fn opt_int(&self, name: &str) -> Stored<Option<i64>> {
        Ok(self.try_get(name)?)
    }
}

/// The columns of a joined member, for [`Columns::member`].
macro_rules! member_columns {
    () => {
        "m.id AS m_id, m.nickname AS m_nickname, m.avatar AS m_avatar, m.role AS m_role, \
         m.joined_at AS m_joined_at"
    };
}
pub(super) use member_columns;
