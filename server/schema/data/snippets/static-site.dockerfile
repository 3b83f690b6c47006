# syntax=docker/dockerfile:1

FROM node:${1:24-trixie-slim} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \\
    npm ci
COPY . .
RUN npm run build

FROM nginxinc/nginx-unprivileged:${2:1.30-alpine-slim}
COPY --link --from=build /app/${3:dist} /usr/share/nginx/html
USER 101:101
EXPOSE 8080
