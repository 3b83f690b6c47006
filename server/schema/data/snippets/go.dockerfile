# syntax=docker/dockerfile:1

FROM --platform=\$BUILDPLATFORM golang:${1:1.27-trixie} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod \\
    go mod download
COPY . .
ARG TARGETOS TARGETARCH
RUN --mount=type=cache,target=/go/pkg/mod \\
    --mount=type=cache,target=/root/.cache/go-build \\
    CGO_ENABLED=0 GOOS="\$TARGETOS" GOARCH="\$TARGETARCH" \\
    go build -trimpath -ldflags="-s -w" -o /out/${2:app} ${3:./cmd/app}

FROM gcr.io/distroless/static-debian13:nonroot
COPY --link --from=build /out/$2 /$2
USER 65532:65532
EXPOSE ${4:8080}
ENTRYPOINT ["/$2"]
