//! An array of strings while it is being typed.

/// What of an array stands before the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Array {
    /// The strings that are closed.
    pub(super) items: Vec<String>,
    /// Where the text of the string that is still open begins, in bytes of what was read; `None` between strings.
    pub(super) open: Option<usize>,
    /// The array is closed.
    pub(super) closed: bool,
}

/// Reads what begins with `[`; `None` for anything else.
pub(super) fn read(text: &str) -> Option<Array> {
    let rest = text.strip_prefix('[')?;
    let mut array = Array::default();
    let mut item = String::new();
    let mut characters = rest.char_indices();
    while let Some((at, character)) = characters.next() {
        match (array.open.is_some(), character) {
            (true, '"') => {
                array.items.push(std::mem::take(&mut item));
                array.open = None;
            }
            (true, '\\') => item.extend(characters.next().map(|(_, escaped)| escaped)),
            (true, other) => item.push(other),
            (false, '"') => array.open = Some(at + 2),
            (false, ']') => {
                array.closed = true;
                break;
            }
            (false, _) => {}
        }
    }
    Some(array)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_an_array_is_read() {
        let table: [(&str, &[&str], Option<usize>, bool); 6] = [
            ("[", &[], None, false),
            ("[\"", &[], Some(2), false),
            ("[\"a", &[], Some(2), false),
            ("[\"a\", \"b", &["a"], Some(7), false),
            ("[\"a\\\"b\", ", &["a\"b"], None, false),
            ("[\"a\"]", &["a"], None, true),
        ];
        for (text, items, open, closed) in table {
            let array = read(text).expect(text);
            assert_eq!(
                (array.items.as_slice(), array.open, array.closed),
                (items.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>().as_slice(), open, closed),
                "{text}"
            );
        }
        assert_eq!(read("a"), None);
    }
}
