use std::fmt::Write;

use expect_test::expect;
use proptest::prelude::*;

use super::{Form, Quantity, in_words, nearest, parse};

fn quantity(text: &str) -> Quantity {
    parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake}"))
}

#[test]
fn amounts_are_exact() {
    let table: [(&str, i128); 31] = [
        ("0", 0),
        ("0n", 0),
        ("-0", 0),
        ("1n", 1),
        ("0.5n", 1),
        ("-0.5n", -1),
        ("1u", 1_000),
        ("1m", 1_000_000),
        ("1", 1_000_000_000),
        ("+1", 1_000_000_000),
        ("-1", -1_000_000_000),
        ("1.", 1_000_000_000),
        (".5", 500_000_000),
        ("00.500", 500_000_000),
        ("1k", 1_000_000_000_000),
        ("1e3", 1_000_000_000_000),
        ("1E3", 1_000_000_000_000),
        ("1e+3", 1_000_000_000_000),
        ("1000e-3", 1_000_000_000),
        ("1e-12", 1),
        ("1E", 1_000_000_000_000_000_000_000_000_000),
        ("1Ki", 1_024_000_000_000),
        ("1.5Ki", 1_536_000_000_000),
        ("0.1Ki", 102_400_000_000),
        (".1Gi", 107_374_182_400_000_000),
        ("1Ei", 1_152_921_504_606_846_976_000_000_000),
        ("8Ei", 9_223_372_036_854_775_807_000_000_000),
        ("-9999Ei", -9_223_372_036_854_775_807_000_000_000),
        ("18446744073709551616", 18_446_744_073_709_551_616_000_000_000),
        ("0.0000000000000000000000000000000000000001", 1),
        ("0e999999", 0),
    ];
    for (text, nano) in table {
        assert_eq!(quantity(text).nano(), nano, "{text}");
    }
}

#[test]
fn too_large_is_held_as_the_largest() {
    let many = "9".repeat(4000);
    for text in ["1e99", "999999999999999999999999999999999999", "1e9223372036854775807", &many] {
        assert!(quantity(text).is_beyond(), "{text}");
        assert!(quantity(&format!("-{text}")).is_beyond(), "-{text}");
        assert!((quantity(text) + quantity(text)).is_beyond(), "{text}");
    }
    assert!(!quantity("1e20").is_beyond());
}

#[test]
fn the_canonical_form() {
    let table = [
        ("1.5", "1500m"),
        ("1000m", "1"),
        ("1000k", "1M"),
        ("1.2345", "1234500u"),
        ("1024Ki", "1Mi"),
        ("1.5Gi", "1536Mi"),
        ("1000Ki", "1000Ki"),
        ("512", "512"),
        ("0.5Ki", "512"),
        ("0.1Mi", "104857600m"),
        ("0.0001Ki", "102400u"),
        ("1e3", "1e3"),
        ("1000e3", "1e6"),
        ("1e-3", "1e-3"),
        ("5e0", "5"),
        ("1000E", "1e21"),
        ("0Gi", "0"),
        ("-2048Ki", "-2Mi"),
    ];
    for (text, canonical) in table {
        assert_eq!(quantity(text).to_string(), canonical, "{text}");
    }
    assert_eq!(quantity("1Gi").form(), Form::Binary);
}

#[test]
fn amounts_compare_and_add() {
    assert_eq!(quantity("1"), quantity("1000m"));
    assert!(quantity("1Gi") > quantity("1G"));
    assert!(quantity("-1") < quantity("0"));
    let sum: Quantity = ["100m", "250m", "0.65"].into_iter().map(quantity).sum();
    assert_eq!(sum, Quantity::of(1));
    assert_eq!((quantity("0") + quantity("512Mi") + quantity("512Mi")).to_string(), "1Gi");
    assert_eq!((quantity("100m").units(), quantity("-100m").units(), quantity("1500u").milli()), (1, -1, 2));
    assert!(!quantity("100m").is_whole() && quantity("1e3").is_whole());
}

#[test]
fn mistakes_say_what_to_write() {
    let texts = [
        "", " ", "-", ".", "m", "Ki", "half", "500 m", " 1", "1 000", "1,5", "1,000", "1.1.1", "1.1.M", "1K", "64mi",
        "4GB", "4gb", "100Mb", "1g", "1KiB", "2cores", "1Q", "1e", "1e+", "1e1.5", "1ee3", "1i", "1+1.0M", "--1",
        "0.1am", "10%", "1µ", "1k5", "250mcpu", "16bytes", "0x10", "1_000", "½",
    ];
    let mut shown = String::new();
    for text in texts {
        let mistake = parse(text).expect_err(text);
        let fix = nearest(text).map(|fix| format!(" [{fix}]")).unwrap_or_default();
        writeln!(shown, "{text:8} {mistake}{fix}").unwrap();
    }
    expect![[r#"
                 A quantity is missing; write a number such as `500m` or `1Gi`
                 A quantity is missing; write a number such as `500m` or `1Gi`
        -        `-` is no quantity; write a number such as `500m` or `1Gi`
        .        `.` is no quantity; write a number such as `500m` or `1Gi`
        m        `m` is no quantity; write a number such as `500m` or `1Gi`
        Ki       `Ki` is no quantity; write a number such as `500m` or `1Gi`
        half     `half` is no quantity; write a number such as `500m` or `1Gi`
        500 m    `500 m` has a space in it; write `500m` [500m]
         1       ` 1` has a space in it; write `1` [1]
        1 000    `1 000` has a space in it; write `1000` [1000]
        1,5      `1,5` has a comma in it; write `1.5` [1.5]
        1,000    `1,000` has a comma in it; write a point before the fraction, and nothing between thousands
        1.1.1    `1.1.1` has two points; write the one before the fraction
        1.1.M    `1.1.M` has two points; write the one before the fraction
        1K       `K` is no suffix of a quantity; write `k` for 1000 or `Ki` for 1024 [1k]
        64mi     `mi` is no suffix of a quantity; write `Mi` [64Mi]
        4GB      `GB` is no suffix of a quantity; write `G` [4G]
        4gb      `gb` is no suffix of a quantity; write `G` [4G]
        100Mb    `Mb` is no suffix of a quantity; write `M` [100M]
        1g       `g` is no suffix of a quantity; write `G` [1G]
        1KiB     `KiB` is no suffix of a quantity; write `Ki` [1Ki]
        2cores   `cores` is no suffix of a quantity; write the number alone [2]
        1Q       `Q` is no suffix of a quantity; write `m`, `k`, `M`, `G`, `Ki`, `Mi`, `Gi`, or the number alone
        1e       `e` is no exponent; write a whole number behind the `e`, as in `1e3`
        1e+      `e+` is no exponent; write a whole number behind the `e`, as in `1e3`
        1e1.5    `e1.5` is no exponent; write a whole number behind the `e`, as in `1e3`
        1ee3     `ee3` is no suffix of a quantity; write `m`, `k`, `M`, `G`, `Ki`, `Mi`, `Gi`, or the number alone
        1i       `i` is no suffix of a quantity; write `m`, `k`, `M`, `G`, `Ki`, `Mi`, `Gi`, or the number alone
        1+1.0M   `+1.0M` is no suffix of a quantity; write `m`, `k`, `M`, `G`, `Ki`, `Mi`, `Gi`, or the number alone
        --1      `--1` is no quantity; write a number such as `500m` or `1Gi`
        0.1am    `am` is no suffix of a quantity; write `m`, `k`, `M`, `G`, `Ki`, `Mi`, `Gi`, or the number alone
        10%      `%` is no suffix of a quantity; write `m`, `k`, `M`, `G`, `Ki`, `Mi`, `Gi`, or the number alone
        1µ       `µ` is no suffix of a quantity; write `u` [1u]
        1k5      `k5` is no suffix of a quantity; write `m`, `k`, `M`, `G`, `Ki`, `Mi`, `Gi`, or the number alone
        250mcpu  `mcpu` is no suffix of a quantity; write `m` [250m]
        16bytes  `bytes` is no suffix of a quantity; write the number alone [16]
        0x10     `x10` is no suffix of a quantity; write `m`, `k`, `M`, `G`, `Ki`, `Mi`, `Gi`, or the number alone
        1_000    `1_000` has an underscore in it; write `1000` [1000]
        ½        `½` is no quantity; write a number such as `500m` or `1Gi`
    "#]]
    .assert_eq(&shown);
    assert_eq!(nearest("1Gi"), None);
}

#[test]
fn quantities_in_words() {
    let table = [
        ("cpu", "500m", Some("half a core")),
        ("cpu", "250m", Some("a quarter of a core")),
        ("cpu", "1", Some("one core")),
        ("cpu", "1000m", Some("one core")),
        ("cpu", "100m", Some("0.1 cores")),
        ("cpu", "0.5", Some("half a core")),
        ("requests.cpu", "20", Some("20 cores")),
        ("memory", "1Gi", Some("1.07 GB")),
        ("memory", "512Mi", Some("537 MB")),
        ("memory", "128m", Some("0.128 bytes")),
        ("memory", "1", Some("one byte")),
        ("memory", "1e3", Some("1 kB")),
        ("ephemeral-storage", "2Ti", Some("2.2 TB")),
        ("hugepages-2Mi", "4Mi", Some("4.19 MB")),
        ("nvidia.com/gpu", "1", None),
        ("pods", "10", None),
        ("cpu", "half", None),
        ("cpu", "", None),
        ("cpu", "--1", None),
        ("cpu", "1Q", None),
        ("cpu", "1e99", None),
        ("cpu", "1.1.1", None),
    ];
    for (resource, text, words) in table {
        assert_eq!(in_words(resource, text).as_deref(), words, "{resource}: {text}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        number in "[+-]?(0|[1-9][0-9]{0,12})([.][0-9]{0,6})?",
        suffix in "(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|e[0-9]|E-[0-9])?",
    ) {
        let text = number + &suffix;
        let amount = quantity(&text);
        let canonical = amount.to_string();
        prop_assert_eq!(quantity(&canonical), amount, "{} as {}", text, canonical);
        prop_assert_eq!(quantity(&canonical).to_string(), canonical);
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,12}") {
        if let Err(mistake) = parse(&text) {
            prop_assert!(!mistake.to_string().is_empty());
            if let Some(fix) = nearest(&text) {
                prop_assert!(parse(&fix).is_ok());
            }
        }
    }
}
