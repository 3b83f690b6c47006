//! Instructions, their flags, and the forms of their arguments.

use expect_test::expect;

use super::*;

#[test]
fn flags_and_mounts() {
    check(
        "RUN --mount=type=cache,target=/c,sharing=locked --mount=type=bind,readonly,source=\"a b\" --network=none x\nCOPY --link --chown=$u:1 --from=build a b/\n",
        &expect![[r#"
            Run --mount [type: cache] [target: /c] [sharing: locked] --mount [type: bind] [readonly: yes] [source: a b] --network=none shell "x"
            Copy --link --chown=${u}:1 --from=build <a> -> <b/>
        "#]],
    );
    check(
        "RUN --mount=type=bind,\"source=a b\",target=/x,'from=c' --mount=\"type=tmpfs,target=/y\" z\n",
        &expect![[r#"
            Run --mount [type: bind] [source: a b] [target: /x] [from: c] --mount [type: tmpfs] [target: /y] shell "z"
        "#]],
    );
}

#[test]
fn flags_end_where_the_arguments_start() {
    check(
        "RUN --network=none -- --x\nRUN --mount=a --\nCOPY a --from=b c\nCOPY --from=a\\ b 'c d' e\n",
        &expect![[r#"
        Run --network=none shell "--x"
        Run --mount [a: yes] empty
        Copy <a> <--from=b> -> <c>
        Copy --from=a b <c> <d> -> <e>
        error UnterminatedQuote('\'') at "'c"
        error UnterminatedQuote('\'') at "'"
    "#]],
    );
    check(
        "CMD --x\nONBUILD --x RUN --y z\nENV --a=b c=d\nFROM --platform=a\n",
        &expect![[r#"
        Cmd --x empty
        Onbuild --x > Run --y shell "z"
        Env --a=b c=<d>
        From --platform=a
        error MissingArgument(From) at "FROM"
    "#]],
    );
    check(
        "# escape=`\nCOPY --from=a` b` c\nRUN --mount=target=C:\\x y\n",
        &expect![[r#"
            directive escape=`
            Copy --from=a` <b> -> <c>
            Run --mount [target: C:x] foreign
        "#]],
    );
}

#[test]
fn exec_form_only_where_the_rest_is_an_array_of_strings() {
    check(
        "CMD [ \"a\\u00e9\\ud83d\\ude00\", \"b\\\"c\" ] \nCMD ['a']\nCMD [ -f x ] && y\nCMD [\"a\", 1]\nENTRYPOINT []\nCMD [\"a\",]\nCMD [\"a\" \"b\"]\nCMD [\"a\"] b\nCMD [\"a\tb\"]\nCMD \\\n [ \"a\", \\\n # why\n \"b\" ]\n",
        &expect![[r#"
            comment: why (inside)
            Cmd exec ["aé😀", "b\"c"]
            Cmd shell "['a']"
            Cmd shell "[ -f x ] && y"
            Cmd foreign
            Entrypoint exec []
            Cmd shell "[\"a\",]"
            Cmd shell "[\"a\" \"b\"]"
            Cmd shell "[\"a\"] b"
            Cmd shell "[\"a\tb\"]"
            Cmd exec ["a", "b"]
            error ArrayOfStrings at "[\"a\", 1]"
        "#]],
    );
    check(
        "CMD [ 01 ]\nCMD [ inf ]\nCMD [ -0.5e+3 ]\nCMD [null, true]\nCMD [[\"a\"]]\nCMD [\"a\\x\"]\n",
        &expect![[r#"
        Cmd shell "[ 01 ]"
        Cmd shell "[ inf ]"
        Cmd foreign
        Cmd foreign
        Cmd foreign
        Cmd shell "[\"a\\x\"]"
        error ArrayOfStrings at "[ -0.5e+3 ]"
        error ArrayOfStrings at "[null, true]"
        error ArrayOfStrings at "[[\"a\"]]"
    "#]],
    );
    check(
        "VOLUME [\"/a b\"]\nCOPY [\"a $b\", \"c\\\\d\", \"/e/\"]\nVOLUME []\nCOPY []\nADD [\"a\"]\nSHELL []\nVOLUME [1]\nCOPY [1, \"a\"]\n",
        &expect![[r#"
            Volume </a b>
            Copy json <a ${b}> <c\d> -> </e/>
            Volume
            Copy json
            Add json <a>
            Shell exec []
            Volume
            Copy
            error MissingArgument(Volume) at "VOLUME"
            error MissingDestination(Copy) at "COPY"
            error MissingDestination(Add) at "ADD"
            error MissingArgument(Shell) at "SHELL"
            error ArrayOfStrings at "[1]"
            error ArrayOfStrings at "[1, \"a\"]"
        "#]],
    );
}

#[test]
fn instructions_that_need_arguments() {
    check(
        "ADD\nARG\nCMD\nCOPY\nENTRYPOINT\nENV\nEXPOSE\nFROM\nHEALTHCHECK\nLABEL\nMAINTAINER\nONBUILD\nRUN\nSHELL\nSTOPSIGNAL\nUSER\nVOLUME\nWORKDIR\n",
        &expect![[r#"
            Add
            Arg
            Cmd empty
            Copy
            Entrypoint empty
            Env
            Expose
            From
            Healthcheck
            Label
            Maintainer
            Onbuild
            Run empty
            Shell empty
            Stopsignal
            User
            Volume
            Workdir
            error MissingArgument(Add) at "ADD"
            error MissingArgument(Arg) at "ARG"
            error MissingArgument(Copy) at "COPY"
            error MissingArgument(Env) at "ENV"
            error MissingArgument(Expose) at "EXPOSE"
            error MissingArgument(From) at "FROM"
            error MissingArgument(Healthcheck) at "HEALTHCHECK"
            error MissingArgument(Label) at "LABEL"
            error MissingArgument(Maintainer) at "MAINTAINER"
            error MissingArgument(Onbuild) at "ONBUILD"
            error MissingArgument(Shell) at "SHELL"
            error MissingArgument(Stopsignal) at "STOPSIGNAL"
            error MissingArgument(User) at "USER"
            error MissingArgument(Volume) at "VOLUME"
            error MissingArgument(Workdir) at "WORKDIR"
        "#]],
    );
    check(
        "COPY a\nADD --chown=1 a\nSHELL bash -c\n",
        &expect![[r#"
        Copy <a>
        Add --chown=1 <a>
        Shell shell "bash -c"
        error MissingDestination(Copy) at "COPY"
        error MissingDestination(Add) at "ADD"
        error ShellNeedsArray at "bash -c"
    "#]],
    );
}

#[test]
fn onbuild_and_healthcheck() {
    check(
        "ONBUILD ONBUILD RUN x\nONBUILD FROM a\nONBUILD maintainer a\nONBUILD COPY --from=a b c\nHEALTHCHECK --interval=5m CMD curl -f x || exit 1\nHEALTHCHECK none\nHEALTHCHECK CMD\nHEALTHCHECK cmd [\"a\"]\nHEALTHCHECK curl\nHEALTHCHECK NONE a\n",
        &expect![[r#"
            Onbuild > Onbuild > Run shell "x"
            Onbuild > From a
            Onbuild > Maintainer <a>
            Onbuild > Copy --from=a <b> -> <c>
            Healthcheck --interval=5m CMD shell "curl -f x || exit 1"
            Healthcheck none
            Healthcheck CMD empty
            Healthcheck cmd exec ["a"]
            Healthcheck curl
            Healthcheck NONE
            error OnbuildTrigger at "ONBUILD"
            error OnbuildTrigger at "FROM"
            error OnbuildTrigger at "maintainer"
            error MissingArgument(Healthcheck) at "CMD"
            error HealthcheckType at "curl"
            error HealthcheckNone at "a"
        "#]],
    );
}

#[test]
fn from_in_all_its_forms() {
    check(
        "FROM --platform=$BUILDPLATFORM a:1 AS b\nFROM a b\nFROM a xx b\nFROM a as b c\nfrom ${x:-a}\nFROM a # why\n",
        &expect![[r##"
            From --platform=${BUILDPLATFORM} a:1 as b
            From a
            From a as b
            From a as b <c>
            From ${x}
            From a as why
            error FromWords at "b"
            error FromWords at "xx b"
            error FromWords at "as b c"
            error FromWords at "# why"
        "##]],
    );
}

#[test]
fn ports_users_folders_and_signals() {
    check(
        "EXPOSE 80 443/tcp $p 1-2\nUSER a:b c\nWORKDIR /a b/$c\nSTOPSIGNAL SIGTERM\nMAINTAINER A \"B\" <c@d>\nVOLUME /a '/b c'\n",
        &expect![[r#"
            Expose <80> <443/tcp> <${p}> <1-2>
            User <a:b c>
            Workdir </a b/${c}>
            Stopsignal <SIGTERM>
            Maintainer <A "B" <c@d>>
            Volume </a> </b> <c>
            error UnterminatedQuote('\'') at "'/b"
            error UnterminatedQuote('\'') at "'"
        "#]],
    );
}
