//! Handlers: what a new probe of a container could ask.

use project::kubernetes::Container;
use syntax::yaml::Data;

use super::ports::{self, Port};

/// What a probe could ask, in words and as data.
#[derive(Debug, Clone)]
pub(super) struct Handler {
    /// The port, as it is best named: `http`, `8080`.
    pub(super) port: String,
    /// `tcpSocket` with that port, or `httpGet`.
    pub(super) data: Vec<(String, Data)>,
    /// What a person has to look after: a path that may be another one. Empty where it is sure to work.
    pub(super) doubt: &'static str,
}

/// What a new probe of `container` could ask: whether the first TCP port takes connections, and, of a port that speaks HTTP, a page
/// under `path`. Empty where no port is declared.
pub(super) fn handlers(container: Container<'_>, path: &'static str) -> Vec<Handler> {
    let Some(port) = ports::of(container).find(|port| port.protocol == "TCP" && port.number.is_some()) else {
        return Vec::new();
    };
    let (name, value) = named(&port);
    let connect = Handler {
        port: name.clone(),
        data: vec![("tcpSocket".to_owned(), Data::map([("port", value.clone())]))],
        doubt: "",
    };
    let page = Data::map([("path", Data::text(path)), ("port", value)]);
    let ask = Handler { port: name, data: vec![("httpGet".to_owned(), page)], doubt: path };
    if speaks_http(&port) { vec![connect, ask] } else { vec![connect] }
}

fn named(port: &Port<'_>) -> (String, Data) {
    let number = port.number.unwrap_or_default();
    match &port.name {
        Some(name) => (name.to_string(), Data::text(name.to_string())),
        None => (number.to_string(), Data::from(number)),
    }
}

fn speaks_http(port: &Port<'_>) -> bool {
    let by_name = port
        .name
        .as_deref()
        .is_some_and(|name| name.starts_with("http") && !name.starts_with("https") || name == "web");
    by_name || port.name.is_none() && matches!(port.number, Some(80 | 3000 | 8000 | 8080))
}
