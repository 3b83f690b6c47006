//! Users and groups: those the stage makes, those of its image, and numbers.

use project::docker::Base;
use syntax::TextRange;

use super::typing::Typing;
use super::{images, item, variables};
use crate::accounts::{self, Account};
use crate::types::{CompletionItem, CompletionKind};

/// A number as good as any above those that distributions give out.
const NUMBER: &str = "10001";

/// The argument of USER.
pub(super) fn user(typing: &mut Typing<'_>) {
    if !variables::completions(typing) {
        accounts(typing, true);
    }
}

/// The value of `--chown`.
pub(super) fn owner(typing: &mut Typing<'_>) {
    accounts(typing, false);
}

fn accounts(typing: &mut Typing<'_>, for_user: bool) {
    let range = item::around(typing.text(), typing.offset, |c| !c.is_whitespace() && !matches!(c, '=' | ':'));
    let behind_colon = typing.text()[..usize::from(range.start())].ends_with(':');
    let Some(stage) = typing.stage().map(|stage| stage.index) else { return };
    let made = accounts::visible(typing.model, stage, typing.index);
    let image = image_user(typing);
    let model = typing.model;
    if behind_colon {
        groups(typing, &made, range);
        return;
    }
    let mut add = |label: &str, detail: &str, group: u8| {
        let item = CompletionItem::new(label, CompletionKind::User, range).detail(detail).group(group);
        typing.items.push(item);
    };
    for account in made.iter().filter(|account| !account.is_group) {
        let line = model.lines.line(account.range.start()) + 1;
        if let Some(number) = &account.number {
            let group = group_number(account, &made).unwrap_or_else(|| number.clone());
            let why = if for_user { ", a number that Kubernetes can check" } else { "" };
            add(&format!("{number}:{group}"), &format!("{}, made in line {line}{why}", account.name), 0);
        }
        let label = if for_user { account.name.clone() } else { format!("{0}:{0}", account.name) };
        add(&label, &format!("made in line {line}"), 1);
    }
    if let Some((name, number)) = image {
        if !number.is_empty() {
            add(&format!("{number}:{number}"), &format!("{name}, of the image"), 0);
        }
        add(name, "of the image", 1);
    }
    if for_user {
        let detail = "any number works, made or not";
        if !made.iter().any(|account| account.number.is_some()) {
            add(&format!("{NUMBER}:{NUMBER}"), detail, 2);
        }
        add("root", "to install; switch back behind it", 9);
    }
}

fn groups(typing: &mut Typing<'_>, made: &[Account], range: TextRange) {
    let mut names: Vec<(String, String)> = Vec::new();
    for account in made {
        // A user brings a group of its own along, unless it is put in another one.
        let has_own = account.is_group || account.group.is_none();
        if has_own {
            let line = typing.model.lines.line(account.range.start()) + 1;
            names.push((account.name.clone(), format!("made in line {line}")));
            names.extend(account.number.iter().map(|number| (number.clone(), account.name.clone())));
        }
    }
    if let Some((name, number)) = image_user(typing) {
        names.push((name.to_owned(), "of the image".to_owned()));
        names.push((number.to_owned(), name.to_owned()));
    }
    for (name, detail) in names.into_iter().filter(|(name, _)| !name.is_empty()) {
        if !typing.items.iter().any(|item| item.label == name) {
            typing.add(CompletionItem::new(name, CompletionKind::User, range).detail(detail));
        }
    }
}

/// The number of a user's group.
fn group_number(user: &Account, made: &[Account]) -> Option<String> {
    let group = user.group.clone().unwrap_or_else(|| user.name.clone());
    if group.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(group);
    }
    made.iter().find(|account| account.is_group && account.name == group)?.number.clone()
}

/// The user the base image has for running without root: name and number, which may be empty.
fn image_user(typing: &Typing<'_>) -> Option<(&'static str, &'static str)> {
    let bottom = typing.model.lineage(typing.stage()?.index).last()?;
    let Base::Image(image) = &bottom.base else { return None };
    let user = images::variant(image)?.nonroot_user.known()?;
    Some(user.split_once(':').unwrap_or((user, "")))
}
