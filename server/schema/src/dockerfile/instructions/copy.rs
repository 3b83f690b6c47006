use super::{Flag, FlagValue, Form, Instruction, Parameter};

/// Flags that `ADD` has too.
pub(super) const CHOWN: Flag = Flag {
    name: "--chown",
    summary: "owner and group of the new files",
    documentation: "Gives the new files to this user and group while they are copied. Without it they belong to root, whatever \
        `USER` says. A `RUN chown` afterwards stores every file a second time in a new layer. Names must exist in the stage's \
        `/etc/passwd` and `/etc/group`; numbers always work, also on an image without those files. What the program only reads \
        may well stay with root.",
    since: None,
    values: &[],
    takes_value: FlagValue::Required,
    repeatable: false,
};

pub(super) const CHMOD: Flag = Flag {
    name: "--chmod",
    summary: "permissions of the new files",
    documentation: "Sets the permissions while the files are copied, in octal (`755`) or, since Dockerfile 1.14, with letters \
        (`u=rwX,go=rX`). Without it the files keep the bits they have in the source, which differ between checkouts on Windows \
        and Linux. A `RUN chmod` afterwards stores the files a second time.",
    since: Some("1.2"),
    values: &[],
    takes_value: FlagValue::Required,
    repeatable: false,
};

pub(super) const LINK: Flag = Flag {
    name: "--link",
    summary: "a layer that does not depend on the layers below",
    documentation: "Puts the files into a layer of their own that does not look at the layers before it: when the base image \
        changes, the layer is reused as it is and only stacked anew. It pays for `COPY --from` and for large files late in a \
        stage. In return, symbolic links in the target path are not followed but replaced by directories.",
    since: Some("1.4"),
    values: super::BOOLEAN,
    takes_value: FlagValue::OptionalBoolean,
    repeatable: false,
};

pub(super) const EXCLUDE: Flag = Flag {
    name: "--exclude",
    summary: "files to leave out",
    documentation: "Leaves out what matches the pattern, which is written as in a `COPY` source: `*`, `?`, `**`. May be given \
        several times. For files that no build ever needs `.dockerignore` is better, as it keeps them from being sent at all.",
    since: Some("1.19"),
    values: &[],
    takes_value: FlagValue::Required,
    repeatable: true,
};

pub(super) const COPY: Instruction = Instruction {
    keyword: "COPY",
    summary: "copies files into the image",
    documentation: "Takes files and directories from the build context, or with `--from` from another stage or image, and adds \
        them as one layer. The layer is rebuilt only when the content of a source changes, so copy what changes rarely (lock \
        files) first, install, and copy the sources last. Of a directory the contents are copied, not the directory itself; a \
        target ending in `/` is a directory and is created. Use it rather than `ADD` wherever nothing has to be downloaded or \
        unpacked.",
    since: None,
    deprecated: None,
    flags: &[
        Flag {
            name: "--from",
            summary: "copies from a stage or image",
            documentation: "Takes the sources from an earlier stage, a named context or an image instead of the build context; \
                paths then start at its root. The way to carry a result out of a build stage. A stage's name survives edits, its \
                number does not; an image is pulled, so pin it as in `FROM`.",
            since: None,
            values: &[],
            takes_value: FlagValue::Required,
            repeatable: false,
        },
        CHOWN,
        CHMOD,
        LINK,
        Flag {
            name: "--parents",
            summary: "keeps the directories of the sources",
            documentation: "Keeps the source's directories below the target: `COPY --parents ./a/b.txt /x/` makes `/x/a/b.txt`. A \
                `/./` in the source marks where the kept part begins. Made for `**/package.json` and the like, where the files \
                would otherwise overwrite each other.",
            since: Some("1.20"),
            values: super::BOOLEAN,
            takes_value: FlagValue::OptionalBoolean,
            repeatable: false,
        },
        EXCLUDE,
    ],
    syntax: &[
        Form {
            label: "COPY [--from=<stage> …] <source>… <destination>",
            parameters: &[
                Parameter {
                    label: "[--from=<stage> …]",
                    documentation: "`--from`, `--chown`, `--chmod`, `--link`, `--parents`, `--exclude`.",
                },
                Parameter {
                    label: "<source>…",
                    documentation: "Files or directories relative to the root of the build context or of `--from`; `*`, `?` and \
                        `**` match as in file names.",
                },
                Parameter {
                    label: "<destination>",
                    documentation: "A path in the image; relative ones start at `WORKDIR`. It ends in `/` when there are several \
                        sources.",
                },
            ],
        },
        Form {
            label: "COPY [--from=<stage> …] [\"<source>\", … \"<destination>\"]",
            parameters: &[
                Parameter {
                    label: "[--from=<stage> …]",
                    documentation: "`--from`, `--chown`, `--chmod`, `--link`, `--parents`, `--exclude`.",
                },
                Parameter {
                    label: "\"<source>\"",
                    documentation: "The form for paths with blanks: a JSON array in double quotes.",
                },
                Parameter { label: "\"<destination>\"", documentation: "The last item is the path in the image." },
            ],
        },
        Form {
            label: "COPY [--chmod=<mode> …] <<END <destination>",
            parameters: &[
                Parameter { label: "[--chmod=<mode> …]", documentation: "`--chown`, `--chmod`, `--link`." },
                Parameter {
                    label: "<<END",
                    documentation: "A heredoc: the lines up to `END` alone on a line become the file. Quote the word (`<<\"END\"`) \
                        to keep `$variables` as they stand. Since Dockerfile 1.4.",
                },
                Parameter { label: "<destination>", documentation: "The file to write." },
            ],
        },
    ],
};
