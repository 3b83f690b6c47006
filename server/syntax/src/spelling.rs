//! Spelling: how far two words are apart, and which of many is the one that was meant.

/// Words longer than this are not compared: nobody mistypes them by hand, and the cost is the product of both lengths.
const LENGTH_LIMIT: usize = 256;

/// The fewest insertions, deletions, replacements and swaps of neighbours that make `b` of `a`; case counts.
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() > LENGTH_LIMIT || b.len() > LENGTH_LIMIT {
        return if a == b { 0 } else { a.len().max(b.len()) };
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, to) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(from != to);
            row[j + 1] = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *from == b[j - 1] && a[i - 1] == *to {
                row[j + 1] = row[j + 1].min(before_last[j - 1] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// The candidate that `word` is most likely a slip of the finger for; `None` where none is near. Case does not count, and of
/// several as near the first is taken.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = word.to_lowercase();
    // One slip in three letters; in short words one.
    let limit = (lower.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        let table = [
            ("", "", 0),
            ("a", "", 1),
            ("form", "from", 1),
            ("bundel", "bundle", 1),
            ("kitten", "sitting", 3),
            ("é", "e", 1),
        ];
        for (a, b, expected) in table {
            assert_eq!((distance(a, b), distance(b, a)), (expected, expected), "{a} {b}");
        }
    }

    #[test]
    fn the_nearest_is_near() {
        let keywords = ["FROM", "RUN", "COPY", "EXPOSE"];
        assert_eq!(nearest("EXPSE", keywords), Some("EXPOSE"));
        assert_eq!(nearest("form", keywords), Some("FROM"));
        assert_eq!(nearest("INSTALL", keywords), None);
        assert_eq!(nearest("x", ["y"]), None);
    }
}
