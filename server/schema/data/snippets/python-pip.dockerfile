# syntax=docker/dockerfile:1

FROM python:${1:3.14-slim-trixie} AS build
RUN python -m venv /venv
ENV PATH=/venv/bin:\$PATH
WORKDIR /app
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \\
    pip install -r requirements.txt

FROM python:$1
ENV PATH=/venv/bin:\$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --link --from=build /venv /venv
COPY --link . .
USER 10001:10001
EXPOSE ${2:8000}
CMD ["python", "-m", "${3:app}"]
