//! Wire types, the endpoint table and the Problem error. No I/O, no async.
