# syntax=docker/dockerfile:1

FROM python:${1:3.14-slim-trixie} AS build
COPY --link --from=ghcr.io/astral-sh/uv:${2:0.12} /uv /bin/
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN --mount=type=cache,target=/root/.cache/uv \\
    uv sync --locked --no-dev --no-install-project
COPY . .
RUN --mount=type=cache,target=/root/.cache/uv \\
    uv sync --locked --no-dev --no-editable

FROM python:$1
ENV PATH=/app/.venv/bin:\$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --link --from=build /app/.venv ./.venv
USER 10001:10001
EXPOSE ${3:8000}
ENTRYPOINT ["${4:app}"]
