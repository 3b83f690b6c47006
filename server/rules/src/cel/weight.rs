//! How deep the tree of a rule may get, known before anybody reads it: the readers of CEL recurse, and an exhausted stack ends
//! the process.

/// What a rule may weigh; the heaviest public one weighs 28. A unit is some 50 KB of stack in a build without optimisation.
const MOST: usize = 64;

/// How many conditions (`a ? b : c`) a rule may have, each of which may stand in the one before; the most of a public one is 32.
const MOST_CONDITIONS: usize = 64;

/// What brackets within brackets weigh.
const BRACKET: usize = 3;

/// Whether reading and evaluating a rule fits on a stack of 8 MB.
pub(super) fn is_bearable(rule: &str) -> bool {
    weight(rule.as_bytes()).is_some_and(|(weight, conditions)| weight <= MOST && conditions <= MOST_CONDITIONS)
}

/// The weight of the heaviest place of a rule, and how many conditions it has: each operator of a chain lies a level below the next
/// one, and so does what is in brackets. `and`, `or` and commas begin another chain. `None`: a text does not end, or there is a comment.
fn weight(rule: &[u8]) -> Option<(usize, usize)> {
    let mut levels: Vec<usize> = vec![0];
    let (mut total, mut heaviest, mut conditions) = (0, 0, 0);
    let mut at = 0;
    while let Some(byte) = rule.get(at) {
        match byte {
            b'\'' | b'"' => {
                at = text_end(rule, at)?;
                continue;
            }
            b'/' if rule.get(at + 1) == Some(&b'/') => return None,
            b'(' | b'[' | b'{' => {
                levels.push(BRACKET);
                total += BRACKET;
            }
            b')' | b']' | b'}' if levels.len() > 1 => total -= levels.pop().unwrap_or_default(),
            b'.' | b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'=' | b'!' => {
                total += 1;
                if let Some(chain) = levels.last_mut() {
                    *chain += 1;
                }
            }
            b',' | b'&' | b'|' | b'?' | b':' => {
                conditions += usize::from(*byte == b'?');
                let floor = if levels.len() > 1 { BRACKET } else { 0 };
                if let Some(chain) = levels.last_mut() {
                    total = total - *chain + floor;
                    *chain = floor;
                }
            }
            _ => {}
        }
        heaviest = heaviest.max(total);
        at += 1;
    }
    Some((heaviest, conditions))
}

/// Where the text whose first quote is at `start` is over; `None`: it has no end.
fn text_end(rule: &[u8], start: usize) -> Option<usize> {
    let quote = rule[start];
    let before = rule[..start].iter().rev().take_while(|it| it.is_ascii_alphanumeric() || **it == b'_').count();
    let is_raw = before <= 2 && rule[start - before..start].iter().any(|it| matches!(it, b'r' | b'R'));
    let is_long = rule.get(start..start + 3) == Some(&[quote; 3]);
    let end: &[u8] = if is_long { &[quote; 3] } else { &[quote] };
    let mut at = start + end.len();
    while at < rule.len() {
        if rule[at..].starts_with(end) {
            return Some(at + end.len());
        }
        at += if rule[at] == b'\\' && !is_raw { 2 } else { 1 };
    }
    None
}

#[cfg(test)]
mod tests {
    use std::thread;

    use kube_cel::cel::{Context, Program};

    use super::is_bearable;

    #[test]
    fn texts_weigh_nothing() {
        let dots = ".".repeat(500);
        for rule in
            [format!("self != '{dots}'"), format!("self != \"\"\"{dots}'\"\"\""), format!(r"self != r'\{dots}\'")]
        {
            assert!(is_bearable(&rule), "{rule}");
        }
        for rule in [format!("'|' + r'\\' + {dots}"), format!("// '\n{dots}"), "'".to_owned(), format!(r"'\'' {dots}")]
        {
            assert!(!is_bearable(&rule), "{rule}");
        }
    }

    #[test]
    fn what_is_too_heavy_is_refused_and_what_is_not_fits_on_the_stack() {
        let chain = |link: &str, count: usize| link.repeat(count);
        let nested = |open: &str, close: &str, count: usize| chain(open, count) + "true" + &chain(close, count);
        let shapes: [&dyn Fn(usize) -> String; 9] = [
            &|count| nested("(", ")", count),
            &|count| nested("[", "]", count),
            &|count| nested("size(", ")", count),
            &|count| nested("[1].all(x, ", ")", count),
            &|count| "self".to_owned() + &chain(".a", count),
            &|count| chain("1 + ", count) + "1 > 0",
            &|count| chain("1 < ", count) + "1",
            &|count| chain("true ? true : ", count) + "true",
            &|count| chain("'|' + ", count) + "'' != ''",
        ];
        for shape in shapes {
            assert!(is_bearable(&shape(8)) && !is_bearable(&shape(200)), "{}", shape(8));
            let heaviest = (8..200).rev().map(shape).find(|rule| is_bearable(rule)).unwrap();
            let read = thread::Builder::new().stack_size(8 * 1024 * 1024).spawn(move || {
                Program::compile(&heaviest).is_ok_and(|program| program.execute(&Context::default()).is_ok())
            });
            // What it comes to does not matter.
            read.unwrap().join().unwrap();
        }
    }
}
