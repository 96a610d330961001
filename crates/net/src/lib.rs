//! Request building, response reading, typed errors, the Transport trait. Sans-I/O.
