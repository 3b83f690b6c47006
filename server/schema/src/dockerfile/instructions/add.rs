use super::copy::{CHMOD, CHOWN, EXCLUDE, LINK};
use super::{Flag, FlagValue, Form, Instruction, Parameter};

const FLAGS: Parameter = Parameter {
    label: "[--checksum=<digest> …]",
    documentation: "`--checksum`, `--keep-git-dir`, `--unpack`, `--chown`, `--chmod`, `--link`, `--exclude`.",
};

pub(super) const ADD: Instruction = Instruction {
    keyword: "ADD",
    summary: "downloads, unpacks or copies into the image",
    documentation: "Does what `COPY` does, and also downloads a URL, checks out a Git repository, and unpacks a local tar archive. \
        A download goes through the builder's cache and needs neither curl nor wget in the image; give it a `--checksum`, or \
        whoever controls the server controls the image. A downloaded archive is not unpacked unless you say `--unpack`. For \
        plain files take `COPY`, which has no surprises.",
    since: None,
    deprecated: None,
    flags: &[
        Flag {
            name: "--checksum",
            summary: "the digest that a download must have",
            documentation: "Fails the build when what comes from the URL has another digest, written as `sha256:<hex>`; for a Git \
                source it is the commit. It makes the download trustworthy whatever the server does, and \
                lets the builder use its cache without asking.",
            since: Some("1.6"),
            values: &[],
            takes_value: FlagValue::Required,
            repeatable: false,
        },
        Flag {
            name: "--keep-git-dir",
            summary: "keeps `.git` of a Git source",
            documentation: "Keeps the `.git` directory of a Git source, for build tools that ask for the version. Leave it out \
                otherwise: it makes the layer larger.",
            since: Some("1.1"),
            values: super::BOOLEAN,
            takes_value: FlagValue::OptionalBoolean,
            repeatable: false,
        },
        Flag {
            name: "--unpack",
            summary: "whether a tar archive is unpacked",
            documentation: "Says whether a tar archive is unpacked: `--unpack` also unpacks a downloaded one, `--unpack=false` \
                copies a local one as a file. Without the flag local archives are unpacked and downloaded ones are not.",
            since: Some("1.17"),
            values: super::BOOLEAN,
            takes_value: FlagValue::OptionalBoolean,
            repeatable: false,
        },
        CHOWN,
        CHMOD,
        LINK,
        EXCLUDE,
    ],
    syntax: &[
        Form {
            label: "ADD [--checksum=<digest> …] <source>… <destination>",
            parameters: &[
                FLAGS,
                Parameter {
                    label: "<source>…",
                    documentation: "Files of the build context, a URL (`https://…`), or a Git repository \
                        (`https://host/repository.git#<tag>`).",
                },
                Parameter {
                    label: "<destination>",
                    documentation: "A path in the image; relative ones start at `WORKDIR`. It ends in `/` when it is a directory.",
                },
            ],
        },
        Form {
            label: "ADD [--checksum=<digest> …] [\"<source>\", … \"<destination>\"]",
            parameters: &[
                FLAGS,
                Parameter {
                    label: "\"<source>\"",
                    documentation: "The form for paths with blanks: a JSON array in double quotes.",
                },
                Parameter { label: "\"<destination>\"", documentation: "The last item is the path in the image." },
            ],
        },
    ],
};
