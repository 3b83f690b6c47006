//! The features of the editor: snapshot and offset in, plain data out.
