//! What a plain word means: text, number, boolean or nothing, by who reads it.

use std::borrow::Cow;

use super::{Kind, Node, ScalarStyle};

/// Who reads the document. They agree on most words, and not on `on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Flavour {
    /// `kubectl`, the API server's clients and Helm: `sigs.k8s.io/yaml` on go-yaml v2. YAML 1.1 booleans (`yes`, `on`, `y` …),
    /// octal numbers with a leading `0`, `_` between digits.
    #[default]
    Kubernetes,
    /// Kustomize and Compose: go-yaml v3. Booleans are `true` and `false` only; numbers as above.
    GoYaml3,
    /// The core schema of YAML 1.2: `0o17` is octal and `017` decimal.
    Core,
    /// JSON: `true`, `false`, `null` and decimal numbers; any other word is text.
    Json,
}

/// The meaning of a scalar.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolved<'t> {
    /// Nothing.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number that needs more than 63 bits, or any other number.
    Float(f64),
    /// A text.
    Str(Cow<'t, str>),
}

/// What one flavour makes of words.
struct Words {
    yes: &'static [&'static str],
    no: &'static [&'static str],
    null: &'static [&'static str],
    infinity: &'static [&'static str],
    not_a_number: &'static [&'static str],
    numbers: Numbers,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    Go,
    Core,
    Json,
}

const TRUE: &[&str] = &["true", "True", "TRUE"];
const FALSE: &[&str] = &["false", "False", "FALSE"];
const NULL: &[&str] = &["", "~", "null", "Null", "NULL"];
const INFINITY: &[&str] = &[".inf", ".Inf", ".INF"];
const NOT_A_NUMBER: &[&str] = &[".nan", ".NaN", ".NAN"];

impl Flavour {
    fn words(self) -> Words {
        let core = Words {
            yes: TRUE,
            no: FALSE,
            null: NULL,
            infinity: INFINITY,
            not_a_number: NOT_A_NUMBER,
            numbers: Numbers::Go,
        };
        match self {
            Self::Kubernetes => Words {
                yes: &["true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"],
                no: &["false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"],
                ..core
            },
            Self::GoYaml3 => core,
            Self::Core => Words { numbers: Numbers::Core, ..core },
            Self::Json => Words {
                yes: &TRUE[..1],
                no: &FALSE[..1],
                null: &["", "null"],
                infinity: &[],
                not_a_number: &[],
                numbers: Numbers::Json,
            },
        }
    }

    /// The meaning of a plain word.
    #[must_use]
    pub fn resolve(self, word: &str) -> Resolved<'_> {
        let words = self.words();
        if words.null.contains(&word) {
            return Resolved::Null;
        }
        // Every other word with a meaning begins with one of these.
        let Some(first) = word.bytes().next() else { return Resolved::Null };
        if !matches!(first, b'0'..=b'9' | b'+' | b'-' | b'.' | b'a'..=b'z' | b'A'..=b'Z') {
            return Resolved::Str(word.into());
        }
        if words.yes.contains(&word) {
            return Resolved::Bool(true);
        }
        if words.no.contains(&word) {
            return Resolved::Bool(false);
        }
        if words.not_a_number.contains(&word) {
            return Resolved::Float(f64::NAN);
        }
        let (negative, unsigned) = match first {
            b'-' => (true, &word[1..]),
            b'+' => (false, &word[1..]),
            _ => (false, word),
        };
        if words.infinity.contains(&unsigned) {
            return Resolved::Float(if negative { f64::NEG_INFINITY } else { f64::INFINITY });
        }
        number(word, words.numbers).unwrap_or_else(|| Resolved::Str(word.into()))
    }

    /// Whether a text must be quoted to stay a text.
    #[must_use]
    pub fn misreads(self, text: &str) -> bool {
        !matches!(self.resolve(text), Resolved::Str(_))
    }
}

fn number(word: &str, numbers: Numbers) -> Option<Resolved<'static>> {
    let digits = word.trim_start_matches(['+', '-']);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || word.len() - digits.len() > 1 {
        return None;
    }
    let negative = word.starts_with('-');
    match numbers {
        Numbers::Go => {
            let plain = digits.replace('_', "");
            // A quantity such as `1_000` is a number, a lone `_` is not part of one.
            let whole = radix(&plain, &[("0x", 16), ("0X", 16), ("0b", 2), ("0B", 2), ("0o", 8), ("0O", 8), ("0", 8)]);
            // `08` is no octal number, and then only a fraction may begin with a zero.
            let decimal = || decimal(&plain).filter(|_| plain == "0" || !plain.starts_with('0'));
            whole.or_else(decimal).map(|value| signed(value, negative)).or_else(|| float(&plain, negative))
        }
        Numbers::Core if negative || word.starts_with('+') => {
            decimal(digits).map(|value| signed(value, negative)).or_else(|| float(digits, negative))
        }
        Numbers::Core => {
            let whole = radix(digits, &[("0x", 16), ("0o", 8)]).or_else(|| decimal(digits));
            whole.map(|value| signed(value, false)).or_else(|| float(digits, false))
        }
        Numbers::Json => {
            // As JSON spells numbers: `+1`, `.5`, `1.` and `007` are none.
            let digit = |at: usize| digits[at..].starts_with(|c: char| c.is_ascii_digit());
            let leading_zero = digits.starts_with('0') && digit(1);
            let bare_point = digits.find('.').is_some_and(|point| !digit(point + 1));
            let canonical = digit(0) && !(word.starts_with('+') || leading_zero || bare_point);
            let value = decimal(digits).map(|value| signed(value, negative)).or_else(|| float(digits, negative));
            value.filter(|_| canonical)
        }
    }
}

/// The number behind one of `prefixes`; the first that fits counts.
fn radix(digits: &str, prefixes: &[(&str, u32)]) -> Option<u128> {
    let (rest, radix) = prefixes.iter().find_map(|(prefix, radix)| Some((digits.strip_prefix(prefix)?, *radix)))?;
    if rest.starts_with(['+', '-']) {
        return None;
    }
    u128::from_str_radix(rest, radix).ok()
}

fn decimal(digits: &str) -> Option<u128> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn signed(value: u128, negative: bool) -> Resolved<'static> {
    match i64::try_from(value) {
        Ok(value) => Resolved::Int(if negative { -value } else { value }),
        Err(_) => Resolved::Float(if negative { -(value as f64) } else { value as f64 }),
    }
}

/// A number with a fraction or an exponent, or one too long for anything else.
fn float(digits: &str, negative: bool) -> Option<Resolved<'static>> {
    let (mantissa, exponent) = match digits.find(['e', 'E']) {
        Some(at) => (&digits[..at], Some(&digits[at + 1..])),
        None => (digits, None),
    };
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_fits = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && number(digits)
    });
    if !(number(whole) && number(fraction) && exponent_fits) || whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let value: f64 = digits.parse().ok()?;
    Some(Resolved::Float(if negative { -value } else { value }))
}

impl<'y> Node<'y> {
    /// The meaning of this node to who reads it; `None` for a mapping, a sequence and an alias of nothing. A quoted scalar or a
    /// block is a text; a tag (`!!str`, `!!int` …) decides over both.
    #[must_use]
    pub fn resolved(self, flavour: Flavour) -> Option<Resolved<'y>> {
        let node = self.effective();
        let style = match node.kind() {
            Kind::Scalar(style) => Some(style),
            Kind::Null => None,
            Kind::Mapping | Kind::Sequence | Kind::Alias => return None,
        };
        let text = node.text().unwrap_or_default();
        let tag = node.tag_name();
        let by_word = |text: Cow<'y, str>| match text {
            Cow::Borrowed(word) => flavour.resolve(word),
            Cow::Owned(word) => match flavour.resolve(&word) {
                Resolved::Null => Resolved::Null,
                Resolved::Bool(value) => Resolved::Bool(value),
                Resolved::Int(value) => Resolved::Int(value),
                Resolved::Float(value) => Resolved::Float(value),
                Resolved::Str(_) => Resolved::Str(word.into()),
            },
        };
        Some(match tag.as_deref().map(|tag| tag.strip_prefix("tag:yaml.org,2002:").unwrap_or(tag)) {
            Some("str" | "binary" | "!") => Resolved::Str(text),
            Some("null") => Resolved::Null,
            Some("int" | "bool" | "timestamp") => by_word(text),
            Some("float") => match by_word(text) {
                Resolved::Int(value) => Resolved::Float(value as f64),
                other => other,
            },
            Some(_) | None => match style {
                None | Some(ScalarStyle::Plain) => by_word(text),
                Some(
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted | ScalarStyle::Literal | ScalarStyle::Folded,
                ) => Resolved::Str(text),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(resolved: &Resolved<'_>) -> String {
        match resolved {
            Resolved::Null => "null".to_owned(),
            Resolved::Bool(value) => value.to_string(),
            Resolved::Int(value) => format!("int {value}"),
            Resolved::Float(value) => format!("float {value}"),
            Resolved::Str(_) => "text".to_owned(),
        }
    }

    #[test]
    fn words_by_flavour() {
        // word, Kubernetes, go-yaml v3, core, JSON
        let table = [
            ("", "null", "null", "null", "null"),
            ("~", "null", "null", "null", "text"),
            ("Null", "null", "null", "null", "text"),
            ("nil", "text", "text", "text", "text"),
            ("yes", "true", "text", "text", "text"),
            ("Off", "false", "text", "text", "text"),
            ("y", "true", "text", "text", "text"),
            ("oN", "text", "text", "text", "text"),
            ("true", "true", "true", "true", "true"),
            ("TRUE", "true", "true", "true", "text"),
            ("0", "int 0", "int 0", "int 0", "int 0"),
            ("-12", "int -12", "int -12", "int -12", "int -12"),
            ("+12", "int 12", "int 12", "int 12", "text"),
            ("0777", "int 511", "int 511", "int 777", "text"),
            ("08", "float 8", "float 8", "int 8", "text"),
            ("0o17", "int 15", "int 15", "int 15", "text"),
            ("0x1F", "int 31", "int 31", "int 31", "text"),
            ("-0x1F", "int -31", "int -31", "text", "text"),
            ("0b101", "int 5", "int 5", "text", "text"),
            ("1_000", "int 1000", "int 1000", "text", "text"),
            ("1.5", "float 1.5", "float 1.5", "float 1.5", "float 1.5"),
            ("1.", "float 1", "float 1", "float 1", "text"),
            (".5", "float 0.5", "float 0.5", "float 0.5", "text"),
            ("1e3", "float 1000", "float 1000", "float 1000", "float 1000"),
            ("1e", "text", "text", "text", "text"),
            (".", "text", "text", "text", "text"),
            ("-", "text", "text", "text", "text"),
            ("--1", "text", "text", "text", "text"),
            ("-.inf", "float -inf", "float -inf", "float -inf", "text"),
            (".nan", "float NaN", "float NaN", "float NaN", "text"),
            ("1:30", "text", "text", "text", "text"),
            ("250m", "text", "text", "text", "text"),
            ("1.2.3", "text", "text", "text", "text"),
            ("2001-12-14", "text", "text", "text", "text"),
            (
                "18446744073709551615",
                "float 18446744073709552000",
                "float 18446744073709552000",
                "float 18446744073709552000",
                "float 18446744073709552000",
            ),
        ];
        for (word, kubernetes, go, core, json) in table {
            let flavours = [Flavour::Kubernetes, Flavour::GoYaml3, Flavour::Core, Flavour::Json];
            let seen = flavours.map(|flavour| shown(&flavour.resolve(word)));
            assert_eq!(seen, [kubernetes, go, core, json], "{word:?}");
        }
    }

    #[test]
    fn quotes_and_tags_decide_over_words() {
        let yaml = crate::yaml::parse(
            "- \"1\"\n- 'yes'\n- !!str 1\n- !!int \"1\"\n- !!float 1\n- ! 1\n- |\n  1\n- &a on\n- *a\n-\n- !!null x\n",
        );
        let root = yaml.documents().next().unwrap().root();
        let seen: Vec<String> =
            root.items().map(|item| item.resolved(Flavour::Kubernetes).as_ref().map_or("none".into(), shown)).collect();
        assert_eq!(seen, ["text", "text", "text", "int 1", "float 1", "text", "text", "true", "true", "null", "null"]);
    }
}
