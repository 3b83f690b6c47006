//! What the files of a workspace mean together: an immutable snapshot.
