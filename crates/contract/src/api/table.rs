//! How the endpoint table is made: each row a constant with its types, and all of them as data.

use crate::Method;

/// A row of the table, without its types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The operation's name. Example: `"posts.list"`.
    pub name: &'static str,
    /// The method. Example: `Get`.
    pub method: Method,
    /// The path template. Example: `"/groups/{group}/posts"`.
    pub path: &'static str,
    /// Whether it works without a session. Example: `false`.
    pub open: bool,
    /// The type that goes in; `()` for none. Example: `"NewPost"`.
    pub command: &'static str,
    /// The type that comes out. Example: `"Page<Post>"`.
    pub answer: &'static str,
}

macro_rules! endpoints {
    ($($(#[doc = $doc:literal])* $name:ident: $access:ident $method:ident $path:literal $op:literal,
        $q:ty => $r:ty $(| $($code:ident)+)?;)*) => {
        $($(#[doc = $doc])* pub const $name: Endpoint<$q, $r> = Endpoint::new($op, Method::$method, $path);)*

        /// Every operation of this page, in its order.
        pub(super) const ROWS: &[Row] = &[$(Row {
            name: $op,
            method: Method::$method,
            path: $path,
            open: endpoints!(@$access),
            command: stringify!($q),
            answer: stringify!($r),
        },)*];

        /// Each of them with what only its document says.
        #[cfg(feature = "openapi")]
        pub(super) fn described() -> Vec<crate::openapi::Described> {
            let rows = ROWS.iter().copied();
            let rest = [$(crate::openapi::Rest::of::<$q, $r>(
                &[$($doc),*],
                &[$($(crate::Code::$code),+)?],
            ),)*];
            rows.zip(rest).map(|(row, rest)| crate::openapi::Described { row, rest }).collect()
        }
    };
    (@open) => { true };
    (@auth) => { false };
}

/// How many rows the pages have.
#[expect(clippy::indexing_slicing, reason = "runs while compiling, where iterators do not")]
pub(super) const fn count<const P: usize>(parts: [&[Row]; P]) -> usize {
    let (mut sum, mut part) = (0, 0);
    while part < P {
        sum += parts[part].len();
        part += 1;
    }
    sum
}

/// The rows of all pages, one after another. Compiled away: what does not fit ends the build.
#[expect(clippy::indexing_slicing, reason = "runs while compiling, where iterators do not")]
pub(super) const fn joined<const N: usize, const P: usize>(parts: [&[Row]; P]) -> [Row; N] {
    let mut all = [parts[0][0]; N];
    let (mut at, mut part) = (0, 0);
    while part < P {
        let mut row = 0;
        while row < parts[part].len() {
            all[at] = parts[part][row];
            at += 1;
            row += 1;
        }
        part += 1;
    }
    all
}
