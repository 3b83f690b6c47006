use std::collections::BTreeSet;

use crate::dockerfile::{
    ArgumentGroup, Known, ManagerKind, buildkit_checks, command, commands, directives, ecosystems, image, instruction,
    instructions, mount_type, mount_types, package_manager, package_managers, platforms, predefined_argument,
    predefined_arguments, shells, signal, signals, snippets, variable_modifiers, well_known_ports,
};

fn no_duplicates<'a>(what: &str, names: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for name in names {
        assert!(seen.insert(name), "{what}: {name} twice");
    }
    assert!(!seen.is_empty(), "{what}: nothing");
}

#[test]
fn names_are_unique() {
    no_duplicates("instructions", instructions().iter().map(|it| it.keyword));
    no_duplicates("directives", directives().iter().map(|it| it.name));
    no_duplicates("checks", buildkit_checks().iter().map(|it| it.name));
    no_duplicates("arguments", predefined_arguments().iter().map(|it| it.name));
    no_duplicates("modifiers", variable_modifiers().iter().map(|it| it.operator));
    no_duplicates("signals", signals().iter().map(|it| it.canonical));
    no_duplicates("platforms", platforms().iter().map(|it| it.name));
    no_duplicates("shells", shells().iter().map(|it| it.array));
    no_duplicates("commands", commands().map(|it| it.name));
    no_duplicates("managers", package_managers().iter().map(|it| it.name));
    no_duplicates("snippets", snippets().iter().map(|it| it.label));
    no_duplicates("ecosystems", ecosystems().iter().map(|it| it.name));
    let ports: Vec<String> = well_known_ports().iter().map(|it| it.port.to_string()).collect();
    no_duplicates("ports", ports.iter().map(String::as_str));
    for it in instructions() {
        if !it.flags.is_empty() {
            no_duplicates(it.keyword, it.flags.iter().map(|flag| flag.name));
        }
    }
    for it in mount_types() {
        no_duplicates(
            it.name,
            it.options.iter().flat_map(|option| option.aliases.iter().copied().chain([option.name])),
        );
    }
    for it in package_managers() {
        if !it.flags.is_empty() {
            no_duplicates(it.name, it.flags.iter().flat_map(|flag| flag.name.split(", ")));
        }
    }
}

#[test]
fn instructions_in_any_case_with_flags_and_forms() {
    assert_eq!(instruction("copy").map(|it| it.keyword), Some("COPY"));
    assert_eq!(instruction("Run").map(|it| it.keyword), Some("RUN"));
    assert_eq!(instruction("COPIES"), None);
    let expected = [
        ("FROM", "--platform"),
        ("RUN", "--mount --network --security --device"),
        ("COPY", "--from --chown --chmod --link --parents --exclude"),
        ("ADD", "--checksum --keep-git-dir --unpack --chown --chmod --link --exclude"),
        ("HEALTHCHECK", "--interval --timeout --start-period --start-interval --retries"),
        ("USER", ""),
    ];
    for (keyword, flags) in expected {
        let known = instruction(keyword).expect(keyword);
        assert_eq!(known.flags.iter().map(|it| it.name).collect::<Vec<_>>().join(" "), flags, "{keyword}");
    }
    for it in instructions() {
        assert!(!it.syntax.is_empty(), "{}", it.keyword);
        for form in it.syntax {
            assert!(form.label.starts_with(it.keyword), "{}", form.label);
            let mut at = 0;
            for parameter in form.parameters {
                let found = form.label[at..].find(parameter.label);
                at += found.unwrap_or_else(|| panic!("{:?} in {:?}", parameter.label, form.label));
            }
            let flags = form.parameters.iter().position(|parameter| parameter.label.contains("--"));
            assert!(flags.is_none_or(|place| place == 0), "{}", form.label);
        }
    }
}

#[test]
fn mounts_and_their_options() {
    for name in ["bind", "cache", "tmpfs", "secret", "ssh", "CACHE"] {
        assert!(mount_type(name).is_some(), "{name}");
    }
    assert!(mount_type("volume").is_none());
    let option = |kind: &str, key: &str| {
        let options = mount_type(kind)?.options;
        options.iter().find(|it| it.name == key || it.aliases.contains(&key))
    };
    for (kind, key, default) in [
        ("cache", "mode", Some("0755")),
        ("cache", "sharing", Some("shared")),
        ("secret", "mode", Some("0400")),
        ("secret", "dst", Some("/run/secrets/<id>")),
        ("secret", "required", Some("false")),
        ("ssh", "id", Some("default")),
        ("ssh", "mode", Some("0600")),
        ("bind", "readonly", Some("true")),
        ("bind", "rw", Some("false")),
        ("bind", "src", Some("/")),
        ("cache", "ro", Some("false")),
        ("tmpfs", "size", None),
    ] {
        assert_eq!(option(kind, key).map(|it| it.default), Some(default), "{kind} {key}");
    }
    assert!(option("cache", "target").is_some_and(|it| it.required));
    assert!(option("secret", "target").is_some_and(|it| !it.required));
    for it in mount_types().iter().flat_map(|it| it.options) {
        assert!(!it.is_flag || it.values.len() == 2, "{}", it.name);
    }
}

#[test]
fn signals_by_any_of_their_names() {
    for (text, number) in [
        ("SIGTERM", 15),
        ("term", 15),
        ("15", 15),
        ("sigquit", 3),
        ("Winch", 28),
        ("SIGRTMIN+3", 37),
        ("rtmin+3", 37),
        ("POLL", 29),
    ] {
        assert_eq!(signal(text).map(|it| it.number), Some(number), "{text}");
    }
    for text in ["", "0", "32", "65", "SIG", "SIGNONE", "-9", "é", "TERM15"] {
        assert_eq!(signal(text), None, "{text}");
    }
    for it in signals() {
        assert_eq!(signal(it.canonical), Some(it));
        assert_eq!(signal(&it.canonical[3..].to_lowercase()), Some(it));
        assert_eq!(signal(&it.number.to_string()), Some(it));
        for alias in it.aliases {
            assert_eq!(signal(alias), Some(it));
        }
    }
}

#[test]
fn commands_and_managers() {
    assert!(commands().count() > 200);
    for name in "apt-get apk pip npm curl wget cd sudo useradd adduser tar chmod chown set rm ln git".split(' ') {
        assert!(command(name).is_some(), "{name}");
    }
    assert!(command("/usr/bin/curl").is_none());
    let names = "apt-get apt apk dnf microdnf tdnf yum zypper pacman pip pip3 pip3.12 uv poetry npm yarn pnpm bun go cargo mvn gradle \
                 composer bundle gem dotnet";
    for name in names.split_whitespace() {
        assert!(package_manager(name).is_some(), "{name}");
    }
    assert!(package_manager("apt-cache").is_none());
    assert!(package_manager("").is_none());
    for it in package_managers() {
        assert!(!it.commands.is_empty(), "{}", it.name);
        for name in it.commands {
            assert!(package_manager(name).is_some(), "{name}");
        }
        assert!(it.kind == ManagerKind::Language || it.lock_files.is_empty(), "{}", it.name);
        for mount in it.cache_mounts {
            assert!(mount.target.starts_with('/') && !mount.target.ends_with('/'), "{}", mount.target);
        }
        for flag in it.flags {
            assert!(flag.name.split(", ").all(|form| form.starts_with('-') && !form.contains(' ')), "{}", flag.name);
        }
    }
    let apt = package_manager("apt-get").expect("apt-get");
    assert_eq!(
        apt.cache_mounts.iter().map(|it| (it.target, it.locked)).collect::<Vec<_>>(),
        [("/var/cache/apt", true), ("/var/lib/apt", true)]
    );
}

#[test]
fn arguments_that_need_a_declaration() {
    let needs = |name: &str| predefined_argument(name).map(|it| (it.group, it.needs_declaration));
    assert_eq!(needs("TARGETARCH"), Some((ArgumentGroup::Platform, true)));
    assert_eq!(needs("HTTP_PROXY"), Some((ArgumentGroup::Proxy, false)));
    assert_eq!(needs("BUILDKIT_INLINE_CACHE"), Some((ArgumentGroup::BuildKit, false)));
    assert_eq!(needs("targetarch"), None);
}

#[test]
fn images_that_ecosystems_recommend_are_known() {
    for it in ecosystems() {
        for reference in [it.builder_image, it.runtime_image] {
            let (name, tag) = reference.rsplit_once(':').expect(reference);
            let known = image(name).unwrap_or_else(|| panic!("{reference}"));
            assert!(known.variant_for_tag(tag).is_some(), "{reference}");
        }
        assert!(it.snippet.is_empty() || snippets().iter().any(|snippet| snippet.label == it.snippet), "{}", it.name);
    }
}

#[test]
fn known_tells_none_from_unknown() {
    assert_eq!(Known::Some(1).known(), Some(1));
    assert_eq!((Known::<u8>::None.known(), Known::<u8>::None.is_none()), (None, true));
    assert_eq!((Known::<u8>::Unknown.known(), Known::<u8>::Unknown.is_unknown()), (None, true));
}
