//! Host names that traffic asks for: `shop.example.org`, `*.example.org`.

use std::fmt;
use std::net::IpAddr;

use super::name::{self, NameRule};

/// What is wrong with a host name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake<'t> {
    /// It is an address.
    Address(&'t str),
    /// It has a scheme: `https://shop.example.org`.
    Scheme(&'t str),
    /// It has a port: `shop.example.org:8080`.
    Port(&'t str),
    /// It has a path: `shop.example.org/cart`.
    Path(&'t str),
    /// `*` is not alone in the first label, or nothing is behind it.
    Wildcard,
    /// It is no DNS name.
    Name(name::Mistake),
}

/// What is wrong with the host of an Ingress, its TLS or a route of the Gateway API; `None`: nothing. An empty host of an
/// Ingress means every host, and is not asked about.
pub fn mistake(host: &str) -> Option<Mistake<'_>> {
    if host.parse::<IpAddr>().is_ok() {
        return Some(Mistake::Address(host));
    }
    if let Some((scheme, _)) = host.split_once("://") {
        return Some(Mistake::Scheme(scheme));
    }
    if let Some((_, path)) = host.split_once('/') {
        return Some(Mistake::Path(path));
    }
    if let Some((_, port)) = host.split_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()) {
        return Some(Mistake::Port(port));
    }
    let name = match host.strip_prefix("*.") {
        Some(rest) if rest.is_empty() || rest.contains('*') => return Some(Mistake::Wildcard),
        Some(rest) => rest,
        None if host.contains('*') => return Some(Mistake::Wildcard),
        None => host,
    };
    let longest = NameRule::SUBDOMAIN.longest.map(|it| it - (host.len() - name.len()));
    name::mistake(name, NameRule { longest, ..NameRule::SUBDOMAIN }).map(Mistake::Name)
}

/// The host name that was probably meant: `shop.example.org` for `https://Shop.example.org/`. `None`: it is one, or nobody
/// can tell.
pub fn nearest(host: &str) -> Option<String> {
    let rest = host.trim().split_once("://").map_or(host.trim(), |(_, rest)| rest);
    let rest = rest.split(['/', ':']).next().unwrap_or_default();
    let fixed = rest.trim_end_matches('.').to_lowercase();
    (fixed != host && mistake(&fixed).is_none()).then_some(fixed)
}

/// Whether a host name, or one with a wildcard, answers for `host`. A wildcard stands for one label, as in the rules of an
/// Ingress and in certificates.
pub fn covers(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(rest) => host.split_once('.').is_some_and(|(first, behind)| !first.is_empty() && behind == rest),
        None => pattern == host,
    }
}

impl fmt::Display for Mistake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Address(address) => write!(f, "`{address}` is an address; write a DNS name, or no host at all"),
            Mistake::Scheme(scheme) => write!(f, "`{scheme}://` does not belong to a host; write the name alone"),
            Mistake::Port(port) => write!(f, "`:{port}` does not belong to a host; write the name alone"),
            Mistake::Path(_) => f.write_str("A path does not belong to a host; write the name alone"),
            Mistake::Wildcard => f.write_str("`*` stands for the whole first label only; write `*.example.org`"),
            Mistake::Name(mistake) => mistake.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::{covers, mistake, nearest};

    #[test]
    fn hosts() {
        for host in ["localhost", "shop.example.org", "*.example.org", "*.org", "1.example.org"] {
            assert_eq!(mistake(host), None, "{host}");
        }
        let mut shown = String::new();
        for host in [
            "",
            "10.0.0.1",
            "::1",
            "https://shop.example.org/cart",
            "shop.example.org:8080",
            "shop.example.org/cart",
            "*",
            "*.",
            "*example.org",
            "a.*.org",
            "*.*.org",
            "Shop.example.org",
            "shop_1.example.org",
            "shop.example.org.",
        ] {
            let fix = nearest(host).map(|fix| format!(" [{fix}]")).unwrap_or_default();
            writeln!(shown, "{host:18} {}{fix}", mistake(host).expect("a mistake")).unwrap();
        }
        expect![[r#"
                               The name is empty; write one
            10.0.0.1           `10.0.0.1` is an address; write a DNS name, or no host at all
            ::1                `::1` is an address; write a DNS name, or no host at all
            https://shop.example.org/cart `https://` does not belong to a host; write the name alone [shop.example.org]
            shop.example.org:8080 `:8080` does not belong to a host; write the name alone [shop.example.org]
            shop.example.org/cart A path does not belong to a host; write the name alone [shop.example.org]
            *                  `*` stands for the whole first label only; write `*.example.org`
            *.                 `*` stands for the whole first label only; write `*.example.org`
            *example.org       `*` stands for the whole first label only; write `*.example.org`
            a.*.org            `*` stands for the whole first label only; write `*.example.org`
            *.*.org            `*` stands for the whole first label only; write `*.example.org`
            Shop.example.org   `S` is upper case; write lower-case letters, digits, `-` and `.` [shop.example.org]
            shop_1.example.org `_` is not allowed in this name; write lower-case letters, digits, `-` and `.`
            shop.example.org.  Nothing is on one side of a `.`; write a letter or digit there [shop.example.org]
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn wildcards_stand_for_one_label() {
        assert!(covers("*.example.org", "a.example.org"));
        assert!(!covers("*.example.org", "a.b.example.org"));
        assert!(!covers("*.example.org", "example.org"));
        assert!(covers("example.org", "example.org"));
    }
}
