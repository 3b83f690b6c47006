# syntax=docker/dockerfile:1

FROM node:${1:24-trixie-slim} AS base
WORKDIR /app
COPY package.json package-lock.json ./

FROM base AS build
RUN --mount=type=cache,target=/root/.npm \\
    npm ci
COPY . .
RUN npm run build

FROM base AS dependencies
RUN --mount=type=cache,target=/root/.npm \\
    npm ci --omit=dev

FROM base
ENV NODE_ENV=production
COPY --link --from=dependencies /app/node_modules ./node_modules
COPY --link --from=build /app/${2:dist} ./$2
USER 1000:1000
EXPOSE ${3:3000}
CMD ["node", "$2/${4:index.js}"]
