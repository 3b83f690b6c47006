//! Which parenthesis closes which: what `$((` needs to know before it can be told from `$( (`.

/// Every pair of parentheses of a text. Quotes are not looked at: one within quotes misleads only what encloses it.
#[derive(Debug)]
pub(super) struct Parentheses {
    /// (opened at, closed at), by the first.
    pairs: Vec<(usize, Option<usize>)>,
}

impl Parentheses {
    /// Finds the pairs of `source`, in one pass.
    pub(super) fn of(source: &str) -> Self {
        let mut pairs = Vec::new();
        let mut open = Vec::new();
        let mut bytes = source.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\\' => {
                    bytes.next();
                }
                b'(' => {
                    open.push(pairs.len());
                    pairs.push((at, None));
                }
                b')' => {
                    if let Some(index) = open.pop() {
                        pairs[index].1 = Some(at);
                    }
                }
                _ => {}
            }
        }
        Self { pairs }
    }

    /// Where the parenthesis at `open` is closed; `None` where it never is, or none stands there.
    pub(super) fn closing(&self, open: usize) -> Option<usize> {
        let index = self.pairs.binary_search_by_key(&open, |(at, _)| *at).ok()?;
        self.pairs[index].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_from_the_inside_out() {
        let pairs = Parentheses::of("(a\\) (b) ( ))) (");
        let found: Vec<_> = [0, 5, 9, 15, 1].map(|open| pairs.closing(open)).into();
        assert_eq!(found, [Some(12), Some(7), Some(11), None, None]);
    }
}
