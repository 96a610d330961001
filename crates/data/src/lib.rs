//! The reactive kernel: entity cache, queries, mutations, drafts. The only writer of cached entities.
