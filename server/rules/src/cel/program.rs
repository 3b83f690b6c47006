//! A rule as a program: compiled once, bounded in what it may cost.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use kube_cel::KubeCelExt;
use kube_cel::cel::common::ast::{EntryExpr, Expr};
use kube_cel::cel::{Context, ExecutionError, IdedExpr, Program, Value};

use super::weight;

/// The longest rule that is compiled, in bytes. The longest public one has 1,300.
const LONGEST: usize = 8_000;

/// The most steps that evaluating a rule may take, by a rough count; the API server allows ten times that.
const MOST_STEPS: u64 = 1_000_000;

/// The most bytes that evaluating a rule may build, by a rough count.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// How many programs are kept.
const MOST_KEPT: usize = 4_096;

static COMPILED: LazyLock<Mutex<HashMap<String, Option<Arc<Compiled>>>>> = LazyLock::new(Mutex::default);

thread_local! {
    /// The functions of Kubernetes' CEL; making them anew for each rule would cost more than the rules.
    static FUNCTIONS: Context<'static> = Context::default().with_all();
}

/// What a rule comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    /// A value: `true` where it holds.
    Value(Value),
    /// It asks for a key that is not there, which the API server takes for a rule that does not hold.
    Lacks(String),
    /// It fails in another way, or would take too long.
    Unknown,
}

/// A rule that can be evaluated.
pub(super) struct Compiled {
    program: Program,
    /// How many lists are gone through within each other.
    loops: u32,
    /// How many nodes its tree has.
    size: u64,
    /// How often it may double what it has: additions, where there are loops.
    doublings: u32,
    /// How often it may put a text in many places of another.
    multiplications: u32,
    /// Whether it makes lists.
    makes_lists: bool,
}

impl Compiled {
    /// The program of a rule. `None`: it means nothing to us, is about the change from an older object, or is too long.
    pub(super) fn of(rule: &str) -> Option<Arc<Self>> {
        let compiled = || COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = compiled().get(rule) {
            return known.clone();
        }
        let program = Self::new(rule).map(Arc::new);
        let mut compiled = compiled();
        if compiled.len() >= MOST_KEPT {
            compiled.clear();
        }
        compiled.insert(rule.to_owned(), program.clone());
        program
    }

    fn new(rule: &str) -> Option<Self> {
        if rule.len() > LONGEST || !weight::is_bearable(rule) {
            tracing::info!(rule, "a CEL rule is too long or too deep to be evaluated");
            return None;
        }
        // The parser is another project's: what it does not expect must not cost the file its findings.
        let Ok(Ok(program)) = catch_unwind(|| Program::compile(rule)) else {
            tracing::info!(rule, "a CEL rule cannot be read");
            return None;
        };
        // A list of any length from a number alone, which Kubernetes does not have.
        let makes_ranges = rule.contains("lists") && rule.contains("range");
        if makes_ranges || program.references().has_variable("oldSelf") {
            return None;
        }
        let (mut loops, mut size) = (0, 0);
        measure(program.expression(), 0, &mut loops, &mut size);
        let count = |word: &str| u32::try_from(rule.matches(word).count()).unwrap_or(u32::MAX);
        Some(Self {
            program,
            loops,
            size,
            doublings: if loops > 0 { count("+") } else { 0 },
            multiplications: count("replace").saturating_add(count("join")),
            makes_lists: rule.contains("map") || rule.contains("filter") || rule.contains("transform"),
        })
    }

    /// What the rule comes to for a value in an object whose longest list or map has `longest` entries.
    pub(super) fn evaluate(&self, value: &Value, longest: usize) -> Outcome {
        let steps = (longest.max(1) as u64).saturating_pow(self.loops).saturating_mul(self.size);
        let bytes = bytes(value).saturating_add(self.size);
        let mut built = bytes.saturating_pow(self.multiplications.saturating_add(1));
        built = built.saturating_mul(2_u64.saturating_pow(self.doublings));
        if self.makes_lists {
            built = built.saturating_mul(steps / self.size.max(1));
        }
        if steps > MOST_STEPS || built > MOST_BYTES {
            tracing::info!(steps, built, "a CEL rule is too expensive for its object");
            return Outcome::Unknown;
        }
        FUNCTIONS.with(|functions| {
            // See `new`.
            let result = catch_unwind(AssertUnwindSafe(|| {
                let mut context = functions.new_inner_scope();
                context.add_variable_from_value("self", value.clone());
                self.program.execute(&context)
            }));
            match result {
                Ok(Ok(value)) => Outcome::Value(value),
                Ok(Err(ExecutionError::NoSuchKey(key))) => Outcome::Lacks(key.to_string()),
                Ok(Err(_)) | Err(_) => Outcome::Unknown,
            }
        })
    }
}

/// How much a value holds, roughly.
fn bytes(value: &Value) -> u64 {
    8 + match value {
        Value::List(items) => items.iter().map(bytes).sum(),
        Value::Map(map) => map.map.values().map(|value| 16 + bytes(value)).sum(),
        Value::String(text) => text.len() as u64,
        Value::Bytes(bytes) => bytes.len() as u64,
        // The rest is small.
        _ => 0,
    }
}

/// Counts the nodes of a tree, and the loops within loops.
fn measure(expression: &IdedExpr, outer: u32, loops: &mut u32, size: &mut u64) {
    *size += 1;
    *loops = outer.max(*loops);
    let mut each = |inner: &IdedExpr| measure(inner, outer, loops, size);
    match &expression.expr {
        Expr::Call(call) => call.target.iter().map(AsRef::as_ref).chain(&call.args).for_each(each),
        Expr::Comprehension(it) => {
            [&it.iter_range, &it.accu_init].into_iter().for_each(&mut each);
            for inner in [&it.loop_cond, &it.loop_step, &it.result] {
                measure(inner, outer + 1, loops, size);
            }
        }
        Expr::List(list) => list.elements.iter().for_each(each),
        Expr::Map(map) => map.entries.iter().for_each(|entry| of_entry(&entry.expr, &mut each)),
        Expr::Struct(it) => it.entries.iter().for_each(|entry| of_entry(&entry.expr, &mut each)),
        Expr::Select(select) => each(&select.operand),
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => {}
    }
}

fn of_entry(entry: &EntryExpr, each: &mut dyn FnMut(&IdedExpr)) {
    match entry {
        EntryExpr::StructField(field) => each(&field.value),
        EntryExpr::MapEntry(entry) => {
            each(&entry.key);
            each(&entry.value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluate(rule: &str, longest: usize) -> Option<Value> {
        match Compiled::of(rule)?.evaluate(&Value::from(vec![1_i64, 2, 3]), longest) {
            Outcome::Value(value) => Some(value),
            Outcome::Lacks(_) | Outcome::Unknown => None,
        }
    }

    #[test]
    fn rules_are_evaluated_within_bounds() {
        assert_eq!(evaluate("self.all(it, it < 4)", 3), Some(Value::Bool(true)));
        assert_eq!(evaluate("self.exists(it, it > 4)", 3), Some(Value::Bool(false)));
        assert_eq!(evaluate("self.exists(it", 3), None);
        assert_eq!(evaluate("unknown(self)", 3), None);
        assert_eq!(evaluate("self == oldSelf", 3), None);
        let nested = "self.all(a, self.all(b, self.all(c, a + b + c > 0)))";
        assert_eq!(evaluate(nested, 3), Some(Value::Bool(true)));
        assert_eq!(evaluate(nested, 10_000), None);
    }

    #[test]
    fn what_would_fill_the_memory_is_not_evaluated() {
        let text = Value::from("x".repeat(1_000));
        let outcome = |rule: &str| Compiled::of(rule).map(|rule| rule.evaluate(&text, 1));
        assert_eq!(outcome("self.replace('x', 'y') != self"), Some(Outcome::Value(Value::Bool(true))));
        let grown = "self".to_owned() + &".replace('', self)".repeat(5) + " == ''";
        assert_eq!(outcome(&grown), Some(Outcome::Unknown));
        let doubled = "[self]".to_owned() + &".map(x, x + x)".repeat(40) + " == []";
        assert_eq!(outcome(&doubled), Some(Outcome::Unknown));
        assert_eq!(outcome("lists.range(1000000000) == []"), None);
    }

    #[test]
    fn a_key_that_is_not_there_is_named() {
        let lacks = |rule: &str| {
            let value = Value::from(std::collections::HashMap::from([("a", 1_i64)]));
            Compiled::of(rule).map(|rule| rule.evaluate(&value, 1))
        };
        assert_eq!(lacks("self.b > 1"), Some(Outcome::Lacks("b".to_owned())));
        assert_eq!(lacks("self.b > 1 || self.a == 1"), Some(Outcome::Value(Value::Bool(true))));
        assert_eq!(lacks("self.a.all(it, it)"), Some(Outcome::Unknown));
    }
}
