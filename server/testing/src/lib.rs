//! Fixture text: files, cursors, carets.
