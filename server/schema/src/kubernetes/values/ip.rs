//! Addresses and blocks of addresses: `10.0.0.1`, `2001:db8::/32`.
//!
//! Older fields take what Go once took, leading zeros and IPv4 in IPv6's clothes, and the API server warns of it; newer
//! fields refuse it. So a text is an address with an [`Oddity`], or it is none.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address and how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub ip: IpAddr,
    /// What older fields warn of and newer ones refuse; `None`: it is written as it should be.
    pub oddity: Option<Oddity>,
}

/// A block of addresses and how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cidr {
    /// The address before the `/`.
    pub ip: IpAddr,
    /// How many leading bits are fixed: 0 to 32 or 128.
    pub length: u8,
    /// What older fields warn of and newer ones refuse; `None`: it is written as it should be.
    pub oddity: Option<Oddity>,
}

/// How an address or block is written that is taken by some and refused by others. The right spelling is the `Display`
/// of the address or block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Oddity {
    /// `010.0.0.1`: octal to some, decimal to others. In IPv6 groups of more than four digits.
    LeadingZeros,
    /// `::ffff:10.0.0.1`.
    Mapped,
    /// `10.0.0.1/8`: bits behind the fixed ones are set.
    HostBits,
    /// `2001:DB8:0::1`: not the form of RFC 5952.
    NotCanonical,
}

/// What is wrong with an address or a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake<'t> {
    /// Nothing is there.
    Empty,
    /// No address.
    NoAddress(&'t str),
    /// A zone is behind it: `fe80::1%eth0`.
    Zone(&'t str),
    /// A block, where an address has to be.
    Block(&'t str),
    /// An address, where a block has to be.
    NoLength(Address),
    /// What is behind the `/` is no length of a prefix.
    Length {
        /// What is there.
        text: &'t str,
        /// The largest one: 32 or 128.
        largest: u8,
    },
}

/// Reads an address.
pub fn parse(text: &str) -> Result<Address, Mistake<'_>> {
    if text.trim().is_empty() {
        return Err(Mistake::Empty);
    }
    if let Some((address, _)) = text.split_once('/') {
        return Err(if lenient(address).is_some() { Mistake::Block(text) } else { Mistake::NoAddress(text) });
    }
    if let Some((address, _)) = text.split_once('%') {
        return Err(if lenient(address).is_some() { Mistake::Zone(text) } else { Mistake::NoAddress(text) });
    }
    let (ip, has_zeros) = lenient(text).ok_or(Mistake::NoAddress(text))?;
    let plain = plain(ip);
    let oddity = match () {
        () if has_zeros => Some(Oddity::LeadingZeros),
        () if plain != ip => Some(Oddity::Mapped),
        () => (plain.to_string() != text).then_some(Oddity::NotCanonical),
    };
    Ok(Address { ip: plain, oddity })
}

/// Reads a block, `10.0.0.0/8`.
pub fn parse_cidr(text: &str) -> Result<Cidr, Mistake<'_>> {
    let Some((address, length)) = text.split_once('/') else {
        return Err(parse(text).map_or_else(|mistake| mistake, Mistake::NoLength));
    };
    let (ip, has_zeros) = lenient(address).ok_or(match address.split_once('%') {
        Some((address, _)) if lenient(address).is_some() => Mistake::Zone(text),
        Some(_) | None => Mistake::NoAddress(address),
    })?;
    let largest = if ip.is_ipv4() { 32 } else { 128 };
    let is_number = !length.is_empty() && length.bytes().all(|it| it.is_ascii_digit());
    let number = length.parse().ok().filter(|it| is_number && *it <= largest);
    let prefix = number.ok_or(Mistake::Length { text: length, largest })?;
    let cidr = match plain(ip) {
        four @ IpAddr::V4(_) if ip.is_ipv6() && prefix >= 96 => Cidr { ip: four, length: prefix - 96, oddity: None },
        IpAddr::V4(_) | IpAddr::V6(_) => Cidr { ip, length: prefix, oddity: None },
    };
    let oddity = match () {
        () if has_zeros || (length.len() > 1 && length.starts_with('0')) => Some(Oddity::LeadingZeros),
        () if plain(ip) != ip => Some(Oddity::Mapped),
        () if cidr.network() != ip => Some(Oddity::HostBits),
        () => (cidr.to_string() != text).then_some(Oddity::NotCanonical),
    };
    Ok(Cidr { oddity, ..cidr })
}

/// An address as Go took it once, with whether a part of it has more leading zeros than it should.
fn lenient(text: &str) -> Option<(IpAddr, bool)> {
    if let Ok(ip) = text.parse() {
        return Some((ip, false));
    }
    // Once the zeros are gone, the rest has to be right.
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find([':', '.']).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        let bare = part.trim_start_matches('0');
        plain.push_str(if bare.is_empty() && !part.is_empty() { "0" } else { bare });
        let separator = behind.chars().next().map_or(0, char::len_utf8);
        plain.push_str(&behind[..separator]);
        rest = &behind[separator..];
    }
    plain.parse().ok().map(|ip| (ip, true))
}

/// The IPv4 address that an IPv6 address stands for.
fn plain(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V6(six) => six.to_ipv4_mapped().map_or(ip, IpAddr::V4),
        IpAddr::V4(_) => ip,
    }
}

impl Cidr {
    /// Its first address: the one before the `/`, without the bits behind the prefix.
    pub fn network(self) -> IpAddr {
        match self.ip {
            IpAddr::V4(ip) => IpAddr::V4(Ipv4Addr::from_bits(
                ip.to_bits() & u32::MAX.checked_shl(32 - u32::from(self.length)).unwrap_or(0),
            )),
            IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(
                ip.to_bits() & u128::MAX.checked_shl(128 - u32::from(self.length)).unwrap_or(0),
            )),
        }
    }

    /// Whether an address is in it. Addresses of the other family never are.
    pub fn contains(self, ip: IpAddr) -> bool {
        self.ip.is_ipv4() == ip.is_ipv4() && Cidr { ip, ..self }.network() == self.network()
    }

    /// Whether a block is in it and is not all of it, as `except` of a NetworkPolicy has to be.
    pub fn contains_block(self, other: Cidr) -> bool {
        self.contains(other.ip) && other.length > self.length
    }

    /// Whether the two share an address.
    pub fn overlaps(self, other: Cidr) -> bool {
        self.contains(other.network()) || other.contains(self.network())
    }

    /// Whether every address of its family is in it.
    pub fn is_everything(self) -> bool {
        self.length == 0
    }
}

/// As it should be written.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ip.fmt(f)
    }
}

/// As it should be written: the network, not an address in it.
impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network(), self.length)
    }
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Oddity::LeadingZeros => "Leading zeros are octal to some readers and decimal to others",
            Oddity::Mapped => "An IPv4 address is written as IPv6, which some readers take for another one",
            Oddity::HostBits => "Bits behind the prefix are set, so that it may mean an address or the block",
            Oddity::NotCanonical => "The address is not in its shortest form, so that it may be taken for another one",
        })
    }
}

impl Oddity {
    /// The whole message: what is odd, and the spelling to write.
    pub fn message(self, right: &impl fmt::Display) -> String {
        format!("{self}; write `{right}`")
    }
}

impl fmt::Display for Mistake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::Empty => f.write_str("The address is empty; write one"),
            Mistake::NoAddress(text) => write!(f, "`{text}` is no IP address; write one, such as `10.0.0.1`"),
            Mistake::Zone(text) => write!(f, "`{text}` has a zone; write the address alone"),
            Mistake::Block(text) => write!(f, "`{text}` is a block of addresses; write one address"),
            Mistake::NoLength(address) => {
                let all = if address.ip.is_ipv4() { 32 } else { 128 };
                write!(f, "`{address}` is one address; write `{address}/{all}` for a block of one")
            }
            Mistake::Length { text: "", largest } => {
                write!(f, "Nothing is behind the `/`; write the length of the prefix, from 0 to {largest}")
            }
            Mistake::Length { text, largest } => {
                write!(f, "`{text}` is no length of a prefix; write a number from 0 to {largest}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::net::IpAddr;

    use expect_test::expect;
    use proptest::prelude::*;

    use super::{Cidr, parse, parse_cidr};

    #[test]
    fn addresses() {
        let mut shown = String::new();
        for text in [
            "10.9.8.7",
            "0.0.0.0",
            "::1",
            "2001:db8::ffff",
            "010.000.0.01",
            "::ffff:1.2.3.4",
            "::ffff:01.2.3.4",
            "2001:DB8:0:0::1",
            "0::00001",
            "",
            "1.2.3",
            "1.2.3.4.5",
            "256.0.0.1",
            "1.2.3.0400",
            "1.2.3.4:80",
            "fe80::1%eth0",
            "10.0.0.0/8",
            "example.org",
            " 1.2.3.4",
            "a::b::c",
        ] {
            let said = match parse(text) {
                Ok(address) => address.oddity.map_or_else(|| "right".to_owned(), |it| it.message(&address)),
                Err(mistake) => mistake.to_string(),
            };
            writeln!(shown, "{text:15} {said}").unwrap();
        }
        expect![[r#"
            10.9.8.7        right
            0.0.0.0         right
            ::1             right
            2001:db8::ffff  right
            010.000.0.01    Leading zeros are octal to some readers and decimal to others; write `10.0.0.1`
            ::ffff:1.2.3.4  An IPv4 address is written as IPv6, which some readers take for another one; write `1.2.3.4`
            ::ffff:01.2.3.4 Leading zeros are octal to some readers and decimal to others; write `1.2.3.4`
            2001:DB8:0:0::1 The address is not in its shortest form, so that it may be taken for another one; write `2001:db8::1`
            0::00001        Leading zeros are octal to some readers and decimal to others; write `::1`
                            The address is empty; write one
            1.2.3           `1.2.3` is no IP address; write one, such as `10.0.0.1`
            1.2.3.4.5       `1.2.3.4.5` is no IP address; write one, such as `10.0.0.1`
            256.0.0.1       `256.0.0.1` is no IP address; write one, such as `10.0.0.1`
            1.2.3.0400      `1.2.3.0400` is no IP address; write one, such as `10.0.0.1`
            1.2.3.4:80      `1.2.3.4:80` is no IP address; write one, such as `10.0.0.1`
            fe80::1%eth0    `fe80::1%eth0` has a zone; write the address alone
            10.0.0.0/8      `10.0.0.0/8` is a block of addresses; write one address
            example.org     `example.org` is no IP address; write one, such as `10.0.0.1`
             1.2.3.4        ` 1.2.3.4` is no IP address; write one, such as `10.0.0.1`
            a::b::c         `a::b::c` is no IP address; write one, such as `10.0.0.1`
        "#]].assert_eq(&shown);
    }

    #[test]
    fn blocks() {
        let mut shown = String::new();
        for text in [
            "10.0.0.0/8",
            "0.0.0.0/0",
            "::/0",
            "2001:db8::/32",
            "10.1.2.3/32",
            "10.1.2.3/8",
            "2001:db8::1/64",
            "010.0.0.0/8",
            "10.0.0.0/08",
            "::ffff:10.0.0.0/104",
            "2001:DB8::/32",
            "",
            "10.0.0.1",
            "10.0.0.0/",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/+8",
            "::/129",
            "10.0.0/8",
            "fe80::%eth0/10",
            "10.0.0.0/8/8",
        ] {
            let said = match parse_cidr(text) {
                Ok(cidr) => cidr.oddity.map_or_else(|| "right".to_owned(), |it| it.message(&cidr)),
                Err(mistake) => mistake.to_string(),
            };
            writeln!(shown, "{text:19} {said}").unwrap();
        }
        expect![[r#"
            10.0.0.0/8          right
            0.0.0.0/0           right
            ::/0                right
            2001:db8::/32       right
            10.1.2.3/32         right
            10.1.2.3/8          Bits behind the prefix are set, so that it may mean an address or the block; write `10.0.0.0/8`
            2001:db8::1/64      Bits behind the prefix are set, so that it may mean an address or the block; write `2001:db8::/64`
            010.0.0.0/8         Leading zeros are octal to some readers and decimal to others; write `10.0.0.0/8`
            10.0.0.0/08         Leading zeros are octal to some readers and decimal to others; write `10.0.0.0/8`
            ::ffff:10.0.0.0/104 An IPv4 address is written as IPv6, which some readers take for another one; write `10.0.0.0/8`
            2001:DB8::/32       The address is not in its shortest form, so that it may be taken for another one; write `2001:db8::/32`
                                The address is empty; write one
            10.0.0.1            `10.0.0.1` is one address; write `10.0.0.1/32` for a block of one
            10.0.0.0/           Nothing is behind the `/`; write the length of the prefix, from 0 to 32
            10.0.0.0/33         `33` is no length of a prefix; write a number from 0 to 32
            10.0.0.0/-1         `-1` is no length of a prefix; write a number from 0 to 32
            10.0.0.0/+8         `+8` is no length of a prefix; write a number from 0 to 32
            ::/129              `129` is no length of a prefix; write a number from 0 to 128
            10.0.0/8            `10.0.0` is no IP address; write one, such as `10.0.0.1`
            fe80::%eth0/10      `fe80::%eth0/10` has a zone; write the address alone
            10.0.0.0/8/8        `8/8` is no length of a prefix; write a number from 0 to 32
        "#]].assert_eq(&shown);
    }

    fn cidr(text: &str) -> Cidr {
        parse_cidr(text).expect("a block")
    }

    #[test]
    fn blocks_in_blocks() {
        for (outer, inner, is_within) in [
            ("10.0.0.0/8", "10.1.0.0/16", true),
            ("10.0.0.0/8", "10.0.0.0/8", false),
            ("10.0.0.0/8", "10.0.0.0/7", false),
            ("10.0.0.0/8", "11.0.0.0/16", false),
            ("0.0.0.0/0", "169.254.169.254/32", true),
            ("0.0.0.0/0", "::1/128", false),
            ("::/0", "fd00::/8", true),
        ] {
            assert_eq!(cidr(outer).contains_block(cidr(inner)), is_within, "{inner} in {outer}");
        }
        assert!(cidr("10.0.0.0/7").overlaps(cidr("10.0.0.0/8")) && cidr("10.0.0.0/8").overlaps(cidr("10.0.0.0/7")));
        assert!(!cidr("10.0.0.0/8").overlaps(cidr("192.168.0.0/16")));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(bits in any::<u128>(), length in 0_u8..=128) {
            let four = IpAddr::from((bits as u32).to_be_bytes());
            for (ip, most) in [(four, 32), (IpAddr::from(bits.to_be_bytes()), 128)] {
                let cidr = Cidr { ip, length: length.min(most), oddity: None };
                let again = parse_cidr(&cidr.to_string()).expect("a block");
                prop_assert_eq!(again.oddity, None);
                prop_assert_eq!(parse(&ip.to_string()).expect("an address").ip, ip);
                prop_assert!(cidr.contains(cidr.network()));
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9a-f.:/%]{0,20}|.{0,9}") {
            if let Err(mistake) = parse(&text) {
                prop_assert!(!mistake.to_string().is_empty());
            }
            if let Err(mistake) = parse_cidr(&text) {
                prop_assert!(!mistake.to_string().is_empty());
            }
        }
    }
}
