//! How the texts are written that Kubernetes gives a meaning: quantities, names, schedules, addresses.
//!
//! One file a kind of text. Each takes what the API server takes and says exactly what is wrong with anything else: a
//! closed enum `Mistake`, whose `Display` is the message of a finding (one sentence, what is wrong first, then what to
//! write). `nearest` is the right spelling that was probably meant, for a fix; `None` where guessing would be invention.
//! Rules, hovers and completion ask here, so that they agree. Places are byte offsets in the text; nothing here knows a
//! file, asks a clock or a network.

mod character;

pub mod base64;
pub mod config_key;
pub mod cron;
pub mod duration;
pub mod host;
pub mod int_or_percent;
pub mod ip;
pub mod label;
pub mod name;
pub mod path;
pub mod pattern;
pub mod port_name;
pub mod quantity;
pub mod selector;
pub mod taint;
pub mod variable;
pub mod zone;
