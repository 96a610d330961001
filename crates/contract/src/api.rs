//! The endpoint table. Paths are below the API's base; variables are filled in the order they stand.
//!
//! Lists take `?after=&limit=` and answer a [`Page`](crate::Page). Every write takes an `Idempotency-Key`. Behind the `|`
//! stand the problems that this operation has besides those that follow from its form: see the module `openapi`.

#[macro_use]
mod table;

mod cards;
mod commerce;
mod doors;
mod games;
mod live;
mod moments;
mod referral;
mod talk;

pub use cards::*;
pub use commerce::*;
pub use doors::*;
pub use games::*;
pub use live::*;
pub use moments::*;
pub use referral::*;
pub use table::Row;
pub use talk::*;

/// The body of an answer that says nothing: `{}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Done {}

const PARTS: [&[Row]; 8] = [
    doors::ROWS,
    talk::ROWS,
    commerce::ROWS,
    cards::ROWS,
    games::ROWS,
    moments::ROWS,
    referral::ROWS,
    live::ROWS,
];

/// Every operation, in the order of these pages.
pub const TABLE: &[Row] = &table::joined::<{ table::count(PARTS) }, 8>(PARTS);

/// Every row of the table with what only its document says.
#[cfg(feature = "openapi")]
pub(crate) fn described() -> Vec<crate::openapi::Described> {
    [
        doors::described,
        talk::described,
        commerce::described,
        cards::described,
        games::described,
        moments::described,
        referral::described,
        live::described,
    ]
    .into_iter()
    .flat_map(|part| part())
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_rows_are_the_same_operation() {
        for (i, row) in TABLE.iter().enumerate() {
            for other in &TABLE[i + 1..] {
                assert_ne!(row.name, other.name);
                assert!((row.method, row.path) != (other.method, other.path), "{}", row.path);
            }
        }
    }
}
