//! What is said about what.

mod comments;
mod flags;
mod images;
mod instructions;
mod paths;
mod variables;
mod words;

/// A service with two stages that the hovers below are about.
const SERVICE: &str = "\
# syntax=docker/dockerfile:1
ARG GO_VERSION=1.27
FROM --platform=$BUILDPLATFORM golang:${GO_VERSION}-trixie AS build
ARG TARGETOS
WORKDIR /src
COPY go.mod ./
RUN --mount=type=cache,target=/go/pkg/mod,sharing=locked go build -o /out/api .

FROM debian:13-slim AS runtime
ARG GO_VERSION
ENV PORT=8080 HOST=api:$PORT API_TOKEN=change-me
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app app
WORKDIR /srv
COPY --link --from=build --chown=app:app --chmod=0755 /out/api bin/
EXPOSE 8080
STOPSIGNAL SIGINT
HEALTHCHECK --interval=10s --timeout=3s CMD [\"/srv/bin/api\", \"health\"]
USER app
ENTRYPOINT [\"/srv/bin/api\"]
CMD [\"--verbose\"]
#- go.mod
";

/// [`SERVICE`] with the cursor before the `nth` occurrence of `text`.
fn at(text: &str, nth: usize) -> String {
    let (place, _) = SERVICE.match_indices(text).nth(nth).unwrap_or_else(|| panic!("no {text}"));
    format!("{}<|>{}", &SERVICE[..place], &SERVICE[place..])
}
