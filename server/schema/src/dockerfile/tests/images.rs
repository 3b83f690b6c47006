use crate::dockerfile::{Known, Variant, image, images, tags_for_completion};

/// The facts of a tag in one line; what is not known is `?`.
fn facts(variant: &Variant) -> String {
    let text = |fact: Known<&'static str>| match fact {
        Known::Some(value) => value,
        Known::None => "none",
        Known::Unknown => "?",
    };
    let Variant { base_distribution, shell, package_manager, default_user, .. } = *variant;
    [base_distribution, shell, package_manager, default_user].map(text).join(" | ")
}

#[test]
fn tags_give_the_right_variant() {
    let table = [
        ("python", "3.13-slim", "debian 13 slim | bash | apt | root"),
        ("python", "3.13", "debian 13 | bash | apt | root"),
        ("python", "3.13.0-slim", "debian | bash | apt | root"),
        ("python", "3.13.5-slim-bookworm", "debian 12 slim | bash | apt | root"),
        ("python", "3.12-alpine3.20", "alpine 3.20 | sh | apk | root"),
        ("python", "3.12-alpine", "alpine | sh | apk | root"),
        ("python", "3.8-slim", "debian | bash | apt | root"),
        ("python", "3.15.0rc1-trixie", "debian 13 | bash | apt | root"),
        ("python", "latest", "debian 13 | bash | apt | root"),
        (
            "python",
            "3.13-windowsservercore-ltsc2022",
            "windows servercore ltsc2022 | powershell | none | ContainerAdministrator",
        ),
        ("node", "22-alpine", "alpine | sh | apk | root"),
        ("node", "22", "debian | bash | apt | root"),
        ("node", "24-trixie-slim", "debian 13 slim | bash | apt | root"),
        ("node", "lts", "debian 12 | bash | apt | root"),
        ("golang", "1.25", "debian | bash | apt | root"),
        ("golang", "1.27-alpine3.24", "alpine 3.24 | sh | apk | root"),
        ("golang", "1.25.3-bookworm", "debian 12 | bash | apt | root"),
        ("debian", "bookworm-slim", "debian 12 slim | bash | apt | root"),
        ("debian", "12", "debian 12 | bash | apt | root"),
        ("debian", "12.5-slim", "debian 12 slim | bash | apt | root"),
        ("debian", "bookworm-20250630-slim", "debian 12 slim | bash | apt | root"),
        ("debian", "buster", "debian 10 | bash | apt | root"),
        ("debian", "latest", "debian 13 | bash | apt | root"),
        ("ubuntu", "24.04", "ubuntu 24.04 | bash | apt | root"),
        ("ubuntu", "jammy", "ubuntu 22.04 | bash | apt | root"),
        ("ubuntu", "noble-20250529", "ubuntu 24.04 | bash | apt | root"),
        ("ubuntu", "16.04", "ubuntu 16.04 | bash | apt | root"),
        ("alpine", "3.22", "alpine 3.22 | sh | apk | root"),
        ("alpine", "3.22.1", "alpine 3.22 | sh | apk | root"),
        ("alpine", "3.17", "alpine 3.17 | sh | apk | root"),
        ("alpine", "20260127", "alpine edge | sh | apk | root"),
        ("nginx", "1.29-alpine", "alpine | sh | apk | root"),
        ("nginx", "1.31-alpine3.24-slim", "alpine 3.24 | sh | apk | root"),
        ("nginx", "stable", "debian 13 slim | bash | apt | root"),
        ("gcr.io/distroless/static-debian12", "nonroot", "distroless debian 12 | none | none | 65532"),
        ("gcr.io/distroless/static-debian13", "latest", "distroless debian 13 | none | none | root"),
        ("gcr.io/distroless/cc-debian13", "debug-nonroot", "distroless debian 13 | sh | none | 65532"),
        ("eclipse-temurin", "21-jre", "ubuntu 26.04 | bash | apt | root"),
        ("eclipse-temurin", "21.0.5_11-jre-jammy", "ubuntu 22.04 | bash | apt | root"),
        ("eclipse-temurin", "8u432-b06-jdk-alpine", "alpine | sh | apk | root"),
        ("eclipse-temurin", "19-jre-jammy", "ubuntu 22.04 | bash | apt | ?"),
        ("postgres", "17-bookworm", "debian 12 slim | bash | apt | root"),
        ("postgres", "17-alpine", "alpine | sh | apk | root"),
        ("postgres", "9.6", "debian | bash | apt | root"),
        ("busybox", "1.37", "busybox | sh | none | root"),
        ("busybox", "1.38-musl", "busybox | sh | none | root"),
        ("redis", "8.8", "debian 13 slim | bash | apt | root"),
        ("redis", "7.2", "debian 12 slim | bash | apt | root"),
        ("fedora", "43", "fedora 43 | bash | dnf | root"),
        ("amazonlinux", "2", "amazonlinux 2 | bash | yum | root"),
        ("amazonlinux", "2023", "amazonlinux 2023 | bash | dnf | root"),
        ("mcr.microsoft.com/dotnet/aspnet", "10.0-noble-chiseled", "ubuntu 24.04 chiseled | none | none | 1654"),
        ("mcr.microsoft.com/dotnet/aspnet", "6.0-jammy", "ubuntu 22.04 | bash | apt | ?"),
        ("maven", "3.9-eclipse-temurin-25-noble", "ubuntu 24.04 | bash | apt | root"),
        ("mysql", "8.4", "oraclelinux 9 slim | bash | microdnf | root"),
        ("mongo", "7.0", "ubuntu 22.04 | bash | apt | root"),
        ("nvidia/cuda", "12.4.1-runtime-ubuntu22.04", "ubuntu 22.04 | bash | apt | root"),
        ("nvidia/cuda", "12.4.1-devel-ubi9", "ubi9 | bash | dnf | root"),
        ("registry.access.redhat.com/ubi9/nodejs-22", "latest", "ubi9 | bash | dnf | 1001"),
        ("cgr.dev/chainguard/static", "latest", "wolfi | none | none | 65532"),
    ];
    let mut wrong = Vec::new();
    for (name, tag, expected) in table {
        let found = image(name).and_then(|it| it.variant_for_tag(tag));
        let found = found.map_or_else(|| "nothing".to_owned(), |it| facts(&it));
        if found != expected {
            wrong.push(format!("{name}:{tag}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn old_versions_keep_only_what_was_always_true() {
    let old = image("nginx").and_then(|it| it.variant_for_tag("1.14")).expect("nginx:1.14");
    assert_eq!(
        (old.default_user, old.entrypoint, old.stop_signal),
        (Known::Some("root"), Known::Unknown, Known::Unknown)
    );
    let new = image("nginx").and_then(|it| it.variant_for_tag("1.31")).expect("nginx:1.31");
    assert_eq!((new.stop_signal, new.nonroot_user), (Known::Some("SIGQUIT"), Known::Some("nginx:101")));
    let node = image("node").and_then(|it| it.variant_for_tag("18-slim")).expect("node:18-slim");
    assert_eq!(node.nonroot_user, Known::Some("node:1000"));
    assert_eq!(new.ports().collect::<Vec<_>>(), [80]);
}

#[test]
fn rather_nothing_than_a_guess() {
    let table = [
        ("python", "3.13-lunar"),
        ("python", ""),
        ("python", "3..13"),
        ("node", "22-alpine-custom"),
        ("debian", "woody"),
        ("mysql", "5.7"),
        ("haproxy", "2.2"),
        ("openjdk", "11"),
        ("eclipse-temurin", "19-jre"),
        ("gcr.io/distroless/static-debian12", "v1"),
        ("ubuntu", "<version>"),
        ("ubuntu", "noblé"),
    ];
    for (name, tag) in table {
        let found = image(name).and_then(|it| it.variant_for_tag(tag));
        assert_eq!(found, None, "{name}:{tag}");
    }
    let long = "3.".repeat(100_000);
    assert_eq!(image("python").and_then(|it| it.variant_for_tag(&long)), None);
    assert!(image(&long).is_none());
    assert!(image("example.com/team/app").is_none());
    assert!(image("Python").is_none());
}

#[test]
fn every_row_can_be_read() {
    assert!(images().len() > 300);
    for image in images() {
        assert!(!image.name.is_empty() && !image.name.contains(']'), "{image:?}");
        assert_eq!(image.as_of.len(), 10, "{}", image.name);
        assert!(image.variants().next().is_some(), "{} has no variant", image.name);
        for variant in image.variants() {
            let name = image.name;
            let pattern = variant.pattern;
            assert!(!pattern.is_empty() && !pattern.contains(' '), "{name}: {pattern}");
            assert_eq!(pattern.matches('<').count(), pattern.matches('>').count(), "{name}: {pattern}");
            let known = |fact: Known<&'static str>, words: &[&str]| fact.known().is_none_or(|it| words.contains(&it));
            assert!(known(variant.libc, &["glibc", "musl", "uclibc"]), "{name}: {:?}", variant.libc);
            assert!(known(variant.shell, &["bash", "sh", "powershell", "cmd"]), "{name}: {:?}", variant.shell);
            let managers = ["apt", "apk", "dnf", "microdnf", "tdnf", "yum", "zypper", "pacman"];
            assert!(known(variant.package_manager, &managers), "{name}: {:?}", variant.package_manager);
            let user = variant.default_user.known().unwrap_or("root");
            assert!(user != "0" && !user.contains([' ', ';', '/']), "{name}: {user}");
            assert!(
                variant.workdir.known().is_none_or(|it| it.starts_with('/') || it.contains(":\\")),
                "{name}: {:?}",
                variant.workdir
            );
            assert!(
                variant.entrypoint.known().is_none_or(|it| it.starts_with("[\"")),
                "{name}: {:?}",
                variant.entrypoint
            );
            if let Some(signal) = variant.stop_signal.known() {
                assert!(crate::dockerfile::signal(signal).is_some(), "{name}: {signal}");
            }
            if let Some(ports) = variant.exposed_ports.known() {
                let single = ports.split_whitespace().filter(|it| !it.contains('-'));
                assert_eq!(variant.ports().count(), single.count(), "{name}: {ports}");
            }
        }
    }
}

#[test]
fn every_listed_tag_is_found_again() {
    let family = |it: &Variant| it.base_distribution.known().and_then(|base| base.split([' ', ';']).next());
    let mut wrong = Vec::new();
    for image in images() {
        for row in image.variants() {
            for tag in row.tags() {
                match image.variant_for_tag(tag) {
                    Some(found) if found.base_distribution.is_unknown() || family(&found) == family(&row) => {}
                    other => wrong.push(format!("{}:{tag} {:?}", image.name, other.map(|it| it.base_distribution))),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn completion_begins_with_the_newest_and_smallest() {
    let first = |name: &str, count: usize| {
        let choices = tags_for_completion(image(name).expect(name));
        choices.into_iter().take(count).map(|it| it.tag).collect::<Vec<_>>()
    };
    assert_eq!(first("python", 4), ["3.14-slim-trixie", "3.14-slim-bookworm", "3.14-alpine3.24", "3.14-alpine3.23"]);
    assert_eq!(first("node", 2), ["26-trixie-slim", "26-bookworm-slim"]);
    assert_eq!(first("nginx", 2), ["1.31-alpine3.24-slim", "1.31-alpine3.24"]);
    assert_eq!(first("debian", 4), ["13-slim", "trixie-slim", "13", "trixie"]);
    assert_eq!(first("ubuntu", 3), ["26.04", "resolute", "24.04"]);
    assert_eq!(first("gcr.io/distroless/static-debian13", 1), ["latest"]);
}

#[test]
fn a_smaller_tag_of_the_same_image() {
    let smaller = |name: &str, tag: &str| image(name)?.variant_for_tag(tag)?.minimal_tag(tag);
    assert_eq!(smaller("python", "3.13-trixie").as_deref(), Some("3.13-slim-trixie"));
    assert_eq!(smaller("debian", "bookworm").as_deref(), Some("bookworm-slim"));
    assert_eq!(smaller("eclipse-temurin", "21-jdk-noble").as_deref(), Some("21-jre-noble"));
    assert_eq!(smaller("python", "3.13-slim"), None);
}
