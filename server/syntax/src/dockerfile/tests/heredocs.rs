//! Heredocs of the builder.

use expect_test::expect;

use super::*;

#[test]
fn of_run_copy_and_add() {
    check(
        "RUN <<EOF cat\necho a\nEOF\nRUN <<-\"X\"\n\techo b\n\tX\nCOPY <<a <<b /d/\n1\na\n$v 2\nb\nADD --chown=1 <<a /e\n# no comment\na\nUSER x\n",
        &expect![[r##"
            Run shell "<<EOF cat\necho a\nEOF\n" heredoc EOF "echo a\n"
            Run shell "<<-\"X\"\n\techo b\n\tX\n" heredoc X script "\techo b\n"
            Copy <<<a> <<<b> -> </d/> heredoc a "1\n" heredoc b "$v 2\n"
            Add --chown=1 <<<a> -> </e> heredoc a "# no comment\n"
            User <x>
        "##]],
    );
    check(
        "ONBUILD RUN <<EOF\necho\nEOF\nonbuild copy <<A /b\nA\n",
        &expect![[r#"
        Onbuild > Run shell "<<EOF\necho\nEOF\n" heredoc EOF script "echo\n"
        Onbuild > Copy <<<A> -> </b> heredoc A ""
    "#]],
    );
}

#[test]
fn only_where_the_builder_looks_for_them() {
    check(
        "CMD <<EOF\nENV a=<<EOF\nRUN [\"<<EOF\"]\nHEALTHCHECK CMD <<EOF\nRUN a\n",
        &expect![[r#"
        Cmd shell "<<EOF"
        Env a=<<<EOF>
        Run exec ["<<EOF"]
        Healthcheck CMD shell "<<EOF"
        Run shell "a"
    "#]],
    );
    check(
        "RUN echo \"<<no\" '<<no' \\<<no a<<no <<<no $((1<<2)) <<\nUSER x\n",
        &expect![[r#"
        Run shell "echo \"<<no\" '<<no' \\<<no a<<no <<<no $((1<<2)) <<"
        User <x>
    "#]],
    );
}

#[test]
fn not_in_lines_the_builder_cannot_split() {
    check(
        "RUN echo it's <<EOF\nUSER x\nRUN echo ${a^^} <<EOF\nUSER y\nRUN echo ${a%%b} <<EOF\nEOF\n",
        &expect![[r#"
        Run shell "echo it's <<EOF"
        User <x>
        Run shell "echo ${a^^} <<EOF"
        User <y>
        Run shell "echo ${a%%b} <<EOF\nEOF\n" heredoc EOF ""
    "#]],
    );
}

#[test]
fn end_words_in_all_their_forms() {
    check(
        "RUN 3<<A a\nA\nRUN <<'B C' <<\"D\" <<E'F'\nB C\nD\nEF\nRUN <<$G\n$G\nRUN <<${H}\n${H}\nRUN <<\\I\nI\nRUN <<''\nUSER x\n",
        &expect![[r#"
            Run shell "3<<A a\nA\n" heredoc A ""
            Run shell "<<'B C' <<\"D\" <<E'F'\nB C\nD\nEF\n" heredoc B C "" heredoc D "" heredoc EF ""
            Run shell "<<$G\n$G\n" heredoc $G script ""
            Run shell "<<${H}\n${H}\n" heredoc ${H} script ""
            Run shell "<<\\I\nI\n" heredoc I script ""
            Run shell "<<''"
            User <x>
        "#]],
    );
}

#[test]
fn quoted_end_words_keep_the_body_as_it_is() {
    let file = parse("COPY <<A <<'B' <<\\C /d/\n$a\nA\n$b\nB\n$c \\$d ${e:-f}\nC\n");
    let seen: Vec<_> = file.instructions[0]
        .heredocs
        .iter()
        .map(|heredoc| (heredoc.quoted, heredoc.variables.iter().map(|it| it.name.text.as_str()).collect::<Vec<_>>()))
        .collect();
    assert_eq!(seen, [(false, vec!["a"]), (true, vec![]), (false, vec!["c", "e"])]);
}

#[test]
fn the_end_line_is_the_word_alone() {
    check(
        "RUN <<EOF\n EOF\nEOF \n\tEOF\nEOF2\nEOF\r\nRUN <<-EOF\n EOF\n\t\tEOF\nUSER x\n",
        &expect![[r#"
        Run shell "<<EOF\n EOF\nEOF \n\tEOF\nEOF2\nEOF\r\n" heredoc EOF script " EOF\nEOF \n\tEOF\nEOF2\n"
        Run shell "<<-EOF\n EOF\n\t\tEOF\n" heredoc EOF script " EOF\n"
        User <x>
    "#]],
    );
}

#[test]
fn white_space_before_the_end_word_counts_where_the_end_line_is_there() {
    check(
        "RUN cat << EOF > /a\nb\nEOF\nRUN echo $((1 << 2))\nRUN <<- EOF\nUSER x\n",
        &expect![[r#"
        Run shell "cat << EOF > /a\nb\nEOF\n" heredoc EOF "b\n"
        Run shell "echo $((1 << 2))"
        Run shell "<<- EOF"
        User <x>
    "#]],
    );
}

#[test]
fn scripts_for_shells_and_for_others() {
    check(
        "RUN <<EOF\n#!/usr/bin/env python3\nx\nEOF\nRUN <<EOF\n#!/bin/bash -e\nx\nEOF\nRUN python3 <<PY\nprint(1)\nPY\nRUN bash -ex <<EOF\ny\nEOF\nRUN cat <<EOF >a && bash\nz\nEOF\n",
        &expect![[r##"
            Run shell "<<EOF\n#!/usr/bin/env python3\nx\nEOF\n" heredoc EOF "#!/usr/bin/env python3\nx\n"
            Run shell "<<EOF\n#!/bin/bash -e\nx\nEOF\n" heredoc EOF script "#!/bin/bash -e\nx\n"
            Run shell "python3 <<PY\nprint(1)\nPY\n" heredoc PY "print(1)\n"
            Run shell "bash -ex <<EOF\ny\nEOF\n" heredoc EOF script "y\n"
            Run shell "cat <<EOF >a && bash\nz\nEOF\n" heredoc EOF "z\n"
        "##]],
    );
    check(
        "FROM a\nSHELL [\"python3\", \"-c\"]\nRUN <<EOF\nx\nEOF\n",
        &expect![[r#"
        From a
        Shell exec ["python3", "-c"]
        Run foreign heredoc EOF "x\n"
    "#]],
    );
}

#[test]
fn continued_lines_come_before_the_body() {
    check(
        "RUN cat <<EOF > a \\\n # why\n && b\nc \\\nEOF\nUSER x\n",
        &expect![[r#"
        comment: why (inside)
        Run shell "cat <<EOF > a \\\n # why\n && b\nc \\\nEOF\n" heredoc EOF "c \\\n"
        User <x>
    "#]],
    );
}

#[test]
fn one_that_never_ends_takes_the_rest() {
    check(
        "ONBUILD RUN <<EOF\necho\nUSER x",
        &expect![[r#"
        Onbuild > Run shell "<<EOF\necho\nUSER x" heredoc EOF script "echo\nUSER x"
        error UnterminatedHeredoc("EOF") at "<<EOF"
    "#]],
    );
    check(
        "COPY <<A <<B /c\n1\nB\n2\n",
        &expect![[r#"
        Copy <<<A> <<<B> -> </c> heredoc A "1\nB\n2\n" heredoc B ""
        error UnterminatedHeredoc("A") at "<<A"
        error UnterminatedHeredoc("B") at "<<B"
    "#]],
    );
}
