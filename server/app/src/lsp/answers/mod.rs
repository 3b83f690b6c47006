//! The features, as the protocol asks for them: positions in, positions out. The thinking is done in `ide`.

pub(super) mod actions;
pub(super) mod completion;
pub(super) mod edits;
pub(super) mod hover;
pub(super) mod layout;
pub(super) mod lens;
pub(super) mod navigation;
pub(super) mod outline;
pub(super) mod signature;
pub(super) mod tokens;
