use super::{Flag, FlagValue, Form, Instruction, Parameter};

pub(super) const FROM: Instruction = Instruction {
    keyword: "FROM",
    summary: "starts a stage from a base image",
    documentation: "Everything that follows, up to the next `FROM`, is built on this image or on an earlier stage. Several \
        stages keep compilers and sources out of what ships: build in one, `COPY --from` the result into a small one, and only \
        the last stage (or the one named by `--target`) becomes the image. Pin a tag that says the version and the release of \
        the distribution, and a digest where the build must not change by itself; the price is that somebody has to renew it. \
        `FROM scratch` starts with nothing: no shell, no certificates, no time zones.",
    since: None,
    deprecated: None,
    flags: &[Flag {
        name: "--platform",
        summary: "the platform of the base image",
        documentation: "Takes the base image for this platform instead of the one being built for. `$BUILDPLATFORM` is the use \
            that pays: a build stage then runs natively and cross-compiles, many times faster than under emulation. A fixed \
            platform makes an image that runs on that one only; `$TARGETPLATFORM` says what is the default anyway.",
        since: None,
        values: &[],
        takes_value: FlagValue::Required,
        repeatable: false,
    }],
    syntax: &[Form {
        label: "FROM [--platform=<platform>] <image> [AS <name>]",
        parameters: &[
            Parameter {
                label: "[--platform=<platform>]",
                documentation: "The platform of the base image; `$BUILDPLATFORM` for stages that cross-compile.",
            },
            Parameter {
                label: "<image>",
                documentation: "An image with tag or digest, an earlier stage, or `scratch`. Variables come from an `ARG` \
                    before the first `FROM`.",
            },
            Parameter {
                label: "AS <name>",
                documentation: "A name in lower case, for `COPY --from`, `RUN --mount=from=`, later `FROM` lines and `--target`.",
            },
        ],
    }],
};
