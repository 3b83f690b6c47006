//! Hovers on the words of USER, WORKDIR, EXPOSE, VOLUME, STOPSIGNAL, and on owners and modes.

use syntax::dockerfile::{Body, Word};

use super::On;
use crate::accounts::{self, Account};
use crate::documentation::{self, card};

/// The word under the pointer.
pub(super) fn argument(on: &On<'_>) -> Option<String> {
    let index = on.place.index?;
    let text = on.text(on.place.range);
    match &on.instruction()?.body {
        Body::Stopsignal(_) => documentation::signal(text),
        Body::Expose(_) => expose(text),
        Body::User(_) => user(on),
        Body::Workdir(_) => {
            let stage = on.model.stage_of(index)?;
            let path = on.model.workdir(stage, index + 1)?;
            let before = on.model.workdir(stage, index).map(|before| before.value);
            let joined = match before {
                Some(before) if !text.starts_with('/') && text != path.value => {
                    format!(" Joined to `{before}`, which is in force before.")
                }
                _ => String::new(),
            };
            let label = on.model.stages[stage].label();
            let text = format!(
                "`RUN`, `CMD` and relative `COPY` targets start here; it is created if it is not there.{joined}"
            );
            Some(card(&path.value, &["working directory", &format!("from here to the end of stage `{label}`")], &text))
        }
        Body::Volume(_) => Some(card(
            text.trim_matches('"'),
            &["volume"],
            "A container without a mount there gets an anonymous volume, which outlives it and is rarely found again.",
        )),
        _ => None,
    }
}

fn expose(text: &str) -> Option<String> {
    let port = text.split(['/', '-']).next()?.parse::<u16>().ok()?;
    documentation::port(port).or_else(|| {
        let root = if port < 1024 {
            "Below 1024: some hosts let only root listen there."
        } else {
            "Nothing usual listens there."
        };
        Some(card(&port.to_string(), &["port"], root))
    })
}

/// What is known of an account: `uid 10001 (made in line 12)`.
fn origin(on: &On<'_>, account: &Account) -> String {
    let kind = if account.is_group { "gid" } else { "uid" };
    let line = on.line(account.range.start());
    match &account.number {
        Some(number) => format!("{kind} {number} (made in line {line})"),
        None => format!("made in line {line}, {kind} left to chance"),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn user(on: &On<'_>) -> Option<String> {
    let index = on.place.index?;
    let stage = on.model.stage_of(index)?;
    let user = on.model.user_name(stage, index + 1)?;
    let name = user.value.split(':').next().unwrap_or_default();
    let scope = format!("from here to the end of stage `{}`", on.model.stages[stage].label());
    let accounts = accounts::visible(on.model, stage, index);
    let account = accounts.iter().find(|account| !account.is_group && account.name == name);
    let made = account.map(|account| origin(on, account)).unwrap_or_default();
    let number = account.and_then(|account| account.number.clone());
    let text = if name == "root" || name == "0" {
        "A hole in the program is root in the container. Switch back to another user behind the steps that need it."
            .to_owned()
    } else if is_number(name) {
        "A number needs no entry in `/etc/passwd`, and Kubernetes can verify `runAsNonRoot` with it.".to_owned()
    } else {
        match number {
            Some(number) => format!("Kubernetes can verify `runAsNonRoot` only for a number: write `USER {number}`."),
            None => "Kubernetes can verify `runAsNonRoot` only for a number: write the uid.".to_owned(),
        }
    };
    Some(card(&format!("USER {}", user.value), &[&made, &scope], &text))
}

/// The user and group of a `--chown`.
pub(super) fn owner(on: &On<'_>, value: &Word) -> Option<String> {
    let index = on.place.index?;
    let stage = on.model.stage_of(index)?;
    let text = on.model.scope(index).expand(value)?;
    let accounts = accounts::visible(on.model, stage, index);
    let mut parts = text.splitn(2, ':');
    let describe = |name: &str, is_group: bool| {
        let kind = if is_group { "group" } else { "user" };
        // A user brings a group of its own name along.
        let found = accounts
            .iter()
            .find(|it| it.name == name && it.is_group == is_group)
            .or_else(|| accounts.iter().find(|it| it.name == name));
        match found {
            _ if name == "root" || name == "0" => format!("{kind} `{name}`"),
            _ if is_number(name) => format!("{kind} number `{name}`, whether or not it has a name"),
            Some(account) => format!("{kind} `{name}`, {}", origin(on, account)),
            None => format!("{kind} `{name}`, which must be in the base image"),
        }
    };
    let user = describe(parts.next()?, false);
    let group = parts.next().filter(|group| !group.is_empty()).map(|group| describe(group, true));
    let says = match group {
        Some(group) => format!("{user}; {group}"),
        None => format!("{user}; the group has the same number"),
    };
    Some(card(
        &format!("--chown={text}"),
        &["owner of the new files"],
        &format!(
            "*Here:* {says}.\n\nOwning its own files lets the process change itself; what it only reads may stay with root."
        ),
    ))
}

/// An account that a command of the shell names.
pub(super) fn account_in_command(on: &On<'_>) -> Option<String> {
    let index = on.place.index?;
    let stage = on.model.stage_of(index)?;
    let mention = accounts::mentions(on.model).into_iter().find(|it| it.range.contains_inclusive(on.offset))?;
    let account = accounts::visible(on.model, stage, index + 1).into_iter().find(|it| it.name == mention.name)?;
    let kind = if account.is_group { "group" } else { "user" };
    Some(card(&account.name, &[kind, &origin(on, &account)], ""))
}

/// An octal mode, spelt out.
pub(super) fn mode(text: &str) -> Option<String> {
    let octal = text.strip_prefix('0').filter(|rest| rest.len() >= 3).unwrap_or(text);
    if !(3..=4).contains(&octal.len()) || !octal.bytes().all(|byte| (b'0'..=b'7').contains(&byte)) {
        return None;
    }
    let bits = u32::from_str_radix(octal, 8).ok()?;
    let letters: String =
        (0..9).map(|at| if bits & (0o400 >> at) != 0 { ['r', 'w', 'x'][at % 3] } else { '-' }).collect();
    let may = |shift: u32| {
        let named = [(4, "read"), (2, "write"), (1, "execute")];
        let bits = (bits >> shift) & 7;
        let found: Vec<&str> = named.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, name)| *name).collect();
        if found.is_empty() { "do nothing".to_owned() } else { found.join(", ") }
    };
    let mut says = format!("The owner may {}; the group {}; everybody else {}.", may(6), may(3), may(0));
    for (bit, name) in [(0o4000, "setuid: it runs as its owner"), (0o2000, "setgid"), (0o1000, "sticky")] {
        if bits & bit != 0 {
            says.push_str(&format!(" {}.", documentation::sentence(name).trim_end_matches('.')));
        }
    }
    says.push_str(if bits & 0o002 != 0 {
        " Every process of the container can change the file, whatever its user."
    } else {
        " Programs and folders want `755`, files that are only read `644`."
    });
    Some(card(&format!("--chmod={text}"), &[&format!("`{letters}`")], &says))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_spelt_out() {
        assert_eq!(
            mode("0755").as_deref(),
            Some(
                "**`--chmod=0755`** · `rwxr-xr-x`\n\nThe owner may read, write, execute; the group read, execute; \
                 everybody else read, execute. Programs and folders want `755`, files that are only read `644`."
            )
        );
        assert!(mode("4666").is_some_and(|text| text.contains("setuid") || text.contains("Setuid")));
        for other in ["u=rwX", "9", "888", "12345", ""] {
            assert_eq!(mode(other), None, "{other}");
        }
    }
}
