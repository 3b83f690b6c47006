//! Taints: `dedicated=gpu:NoSchedule`.

use std::fmt;

use super::label::{self, Owner};

/// What a taint does to Pods that do not tolerate it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// None is placed there.
    NoSchedule,
    /// None is placed there if there is another place.
    PreferNoSchedule,
    /// None is placed there, and those that run there have to go.
    NoExecute,
}

impl Effect {
    /// All of them.
    pub const ALL: [Effect; 3] = [Effect::NoSchedule, Effect::PreferNoSchedule, Effect::NoExecute];

    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Effect::NoSchedule => "NoSchedule",
            Effect::PreferNoSchedule => "PreferNoSchedule",
            Effect::NoExecute => "NoExecute",
        }
    }

    /// The effect of that name; `None`: there is none.
    pub fn of(text: &str) -> Option<Effect> {
        Effect::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// The effect that is written almost like that: `no-schedule`, `Noexecute`. `None`: it is one, or none is.
    pub fn nearest(text: &str) -> Option<Effect> {
        let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>();
        let plain = letters(text);
        Effect::ALL.into_iter().find(|it| it.as_str() != text && it.as_str().eq_ignore_ascii_case(&plain))
    }
}

/// A taint as `kubectl taint` and the kubelet's `--register-with-taints` take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taint<'t> {
    /// `dedicated`.
    pub key: &'t str,
    /// `gpu`; often empty.
    pub value: &'t str,
    /// What it does.
    pub effect: Effect,
}

/// What is wrong with a taint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake<'t> {
    /// No `:` with an effect behind it.
    NoEffect,
    /// An effect that there is not.
    Effect(&'t str),
    /// The key is none.
    Key(label::Mistake),
    /// The value is none.
    Value(label::Mistake),
}

/// Reads `key=value:Effect` and `key:Effect`.
pub fn parse(text: &str) -> Result<Taint<'_>, Mistake<'_>> {
    let (rest, effect) = text.rsplit_once(':').ok_or(Mistake::NoEffect)?;
    if effect.is_empty() {
        return Err(Mistake::NoEffect);
    }
    let effect = Effect::of(effect).ok_or(Mistake::Effect(effect))?;
    let (key, value) = rest.split_once('=').unwrap_or((rest, ""));
    if let Some(mistake) = label::mistake_in_key(key, Owner::Label) {
        return Err(Mistake::Key(mistake));
    }
    match label::mistake_in_value(value) {
        Some(mistake) => Err(Mistake::Value(mistake)),
        None => Ok(Taint { key, value, effect }),
    }
}

impl fmt::Display for Taint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let equals = if self.value.is_empty() { "" } else { "=" };
        write!(f, "{}{equals}{}:{}", self.key, self.value, self.effect.as_str())
    }
}

impl fmt::Display for Mistake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mistake::NoEffect => f.write_str("The effect of the taint is missing; write `key=value:NoSchedule`"),
            Mistake::Effect(text) => {
                write!(f, "`{text}` is no effect of a taint; ")?;
                match Effect::nearest(text) {
                    Some(nearest) => write!(f, "write `{}`", nearest.as_str()),
                    None => f.write_str("write `NoSchedule`, `PreferNoSchedule` or `NoExecute`"),
                }
            }
            Mistake::Key(mistake) | Mistake::Value(mistake) => mistake.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::parse;

    #[test]
    fn taints() {
        for text in ["dedicated=gpu:NoSchedule", "node-role.kubernetes.io/control-plane:NoSchedule", "a:NoExecute"] {
            assert_eq!(parse(text).map(|taint| taint.to_string()).as_deref(), Ok(text));
        }
        let mut shown = String::new();
        for text in
            ["", "a=b", "a=b:", "a=b:no-schedule", "a=b:Never", "=b:NoExecute", "a=/:NoExecute", "a:b:NoExecute"]
        {
            writeln!(shown, "{text:16} {}", parse(text).expect_err(text)).unwrap();
        }
        expect![[r#"
                             The effect of the taint is missing; write `key=value:NoSchedule`
            a=b              The effect of the taint is missing; write `key=value:NoSchedule`
            a=b:             The effect of the taint is missing; write `key=value:NoSchedule`
            a=b:no-schedule  `no-schedule` is no effect of a taint; write `NoSchedule`
            a=b:Never        `Never` is no effect of a taint; write `NoSchedule`, `PreferNoSchedule` or `NoExecute`
            =b:NoExecute     The key is empty; write one
            a=/:NoExecute    `/` is not allowed in the value of a label; write letters, digits, `-`, `_` and `.`
            a:b:NoExecute    `:` is not allowed in the name in a key; write letters, digits, `-`, `_` and `.`
        "#]]
        .assert_eq(&shown);
    }
}
