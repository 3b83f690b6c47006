//! Quantities in words: `500m` of CPU is half a core.

/// What a quantity of `resource` (`cpu`, `memory`, `requests.storage`) comes to: `half a core`, `1.07 GB`. `None` for
/// anything that is no quantity, and for resources that are counted in units of their own.
pub(super) fn in_words(resource: &str, text: &str) -> Option<String> {
    let amount = parse(text)?;
    match resource.rsplit(['.', '/']).next().unwrap_or(resource) {
        "cpu" => Some(cores(amount)),
        "memory" | "storage" | "ephemeral-storage" | "sizeLimit" => Some(bytes(amount)),
        name if name.starts_with("hugepages-") => Some(bytes(amount)),
        _ => None,
    }
}

/// The number that a quantity stands for; `None`: it is none.
fn parse(text: &str) -> Option<f64> {
    let digits = text.trim_start_matches(['+', '-']);
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    let (number, suffix) = digits.split_at(end);
    let number: f64 = number.parse().ok()?;
    let factor = match suffix {
        "n" => 1e-9,
        "u" => 1e-6,
        "m" => 1e-3,
        "" => 1.0,
        "k" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "P" => 1e15,
        "E" => 1e18,
        "Ki" => 1024.0,
        "Mi" => 1024_f64.powi(2),
        "Gi" => 1024_f64.powi(3),
        "Ti" => 1024_f64.powi(4),
        "Pi" => 1024_f64.powi(5),
        "Ei" => 1024_f64.powi(6),
        _ => 10_f64.powi(suffix.strip_prefix(['e', 'E'])?.parse().ok().filter(|it: &i32| it.abs() <= 18)?),
    };
    let is_single = text.len() - digits.len() <= 1;
    is_single.then(|| if text.starts_with('-') { -number * factor } else { number * factor })
}

fn cores(amount: f64) -> String {
    let is = |other: f64| (amount - other).abs() < 1e-9;
    match () {
        () if is(0.25) => "a quarter of a core".to_owned(),
        () if is(0.5) => "half a core".to_owned(),
        () if is(1.0) => "one core".to_owned(),
        () => format!("{} cores", number(amount)),
    }
}

/// In powers of a thousand, as disks and bills have it.
fn bytes(amount: f64) -> String {
    const UNITS: [(f64, &str); 6] = [(1e18, "EB"), (1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    match UNITS.iter().find(|(size, _)| amount.abs() >= *size) {
        Some((size, unit)) => format!("{} {unit}", number(amount / size)),
        None if (amount - 1.0).abs() < 1e-9 => "one byte".to_owned(),
        None => format!("{} bytes", number(amount)),
    }
}

/// Three digits, without zeros at the end.
fn number(amount: f64) -> String {
    let decimals = match amount.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{amount:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn quantities_in_words() {
        let table = [
            ("cpu", "500m", Some("half a core")),
            ("cpu", "250m", Some("a quarter of a core")),
            ("cpu", "1", Some("one core")),
            ("cpu", "1000m", Some("one core")),
            ("cpu", "100m", Some("0.1 cores")),
            ("cpu", "0.5", Some("half a core")),
            ("requests.cpu", "20", Some("20 cores")),
            ("memory", "1Gi", Some("1.07 GB")),
            ("memory", "512Mi", Some("537 MB")),
            ("memory", "128m", Some("0.128 bytes")),
            ("memory", "1", Some("one byte")),
            ("memory", "1e3", Some("1 kB")),
            ("ephemeral-storage", "2Ti", Some("2.2 TB")),
            ("hugepages-2Mi", "4Mi", Some("4.19 MB")),
            ("nvidia.com/gpu", "1", None),
            ("pods", "10", None),
            ("cpu", "half", None),
            ("cpu", "", None),
            ("cpu", "--1", None),
            ("cpu", "1Q", None),
            ("cpu", "1e99", None),
            ("cpu", "1.1.1", None),
        ];
        for (resource, text, words) in table {
            assert_eq!(in_words(resource, text).as_deref(), words, "{resource}: {text}");
        }
    }
}
