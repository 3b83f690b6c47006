# syntax=docker/dockerfile:1

FROM ruby:${1:4.0-slim-trixie} AS base
ENV BUNDLE_FROZEN=1 BUNDLE_WITHOUT=development:test
WORKDIR /app

FROM base AS build
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\
    --mount=type=cache,target=/var/lib/apt,sharing=locked \\
    rm -f /etc/apt/apt.conf.d/docker-clean && \\
    apt-get update && \\
    apt-get install -y --no-install-recommends build-essential
COPY Gemfile Gemfile.lock ./
RUN --mount=type=cache,target=/usr/local/bundle/cache,sharing=locked \\
    bundle install

FROM base
COPY --link --from=build /usr/local/bundle /usr/local/bundle
COPY --link . .
USER 10001:10001
EXPOSE ${2:3000}
CMD ["bundle", "exec", "${3:puma}"]
