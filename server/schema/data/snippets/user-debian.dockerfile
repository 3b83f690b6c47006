RUN groupadd --system --gid ${1:10001} ${2:app} && \\
    useradd --system --no-log-init --uid $1 --gid $1 --no-create-home --home-dir ${3:/app} --shell /usr/sbin/nologin $2
USER $1:$1
