//! Quantities as sums need them: `250m`, `1.5Gi`, `2e3`.

/// A quantity in thousandths, rounded up; as much as there is room for. `None` for what is no quantity, and below zero.
pub(super) fn thousandths(text: &str) -> Option<u64> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let end = text.find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() || fraction.contains('.') {
        return None;
    }
    // More digits than these count for nothing.
    const DIGITS: usize = 9;
    let fraction = &fraction[..fraction.len().min(DIGITS)];
    let digits = u128::from(if whole.is_empty() { 0 } else { whole.parse::<u64>().unwrap_or(u64::MAX) });
    let scale = 10u128.pow(u32::try_from(fraction.len()).ok()?);
    let value =
        digits.saturating_mul(scale).saturating_add(if fraction.is_empty() { 0 } else { fraction.parse().ok()? });
    let (multiplier, divisor) = unit(suffix)?;
    let thousandths = value.saturating_mul(multiplier).div_ceil(scale.saturating_mul(divisor));
    Some(u64::try_from(thousandths).unwrap_or(u64::MAX))
}

/// What a suffix stands for, in thousandths: a multiplier and a divisor.
fn unit(suffix: &str) -> Option<(u128, u128)> {
    let decimal = |power: u32| Some((10u128.pow(power), 1));
    let binary = |power: u32| Some((1000 << (10 * power), 1));
    match suffix {
        "n" => Some((1, 1_000_000)),
        "u" => Some((1, 1_000)),
        "m" => decimal(0),
        "" => decimal(3),
        "k" => decimal(6),
        "M" => decimal(9),
        "G" => decimal(12),
        "T" => decimal(15),
        "P" => decimal(18),
        "E" => decimal(21),
        "Ki" => binary(1),
        "Mi" => binary(2),
        "Gi" => binary(3),
        "Ti" => binary(4),
        "Pi" => binary(5),
        "Ei" => binary(6),
        _ => {
            let exponent: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
            match exponent {
                -18..0 => Some((1000, 10u128.pow(exponent.unsigned_abs()))),
                0..=18 => Some((1000 * 10u128.pow(exponent.unsigned_abs()), 1)),
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities() {
        let table = [
            ("1", Some(1_000)),
            ("250m", Some(250)),
            ("0.1", Some(100)),
            (".5", Some(500)),
            ("1.", Some(1_000)),
            ("1Ki", Some(1_024_000)),
            ("1.5Gi", Some(1_610_612_736_000)),
            ("2e3", Some(2_000_000)),
            ("1e-3", Some(1)),
            ("1n", Some(1)),
            ("9999999999999999999999Ei", Some(u64::MAX)),
            ("", None),
            (".", None),
            ("1GB", None),
            ("1 Gi", None),
            ("-1", None),
            ("é", None),
            ("1e99", None),
        ];
        for (text, expected) in table {
            assert_eq!(thousandths(text), expected, "{text}");
        }
    }
}
