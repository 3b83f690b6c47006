RUN addgroup -S -g ${1:10001} ${2:app} && \\
    adduser -S -D -H -u $1 -G $2 -h ${3:/app} -s /sbin/nologin $2
USER $1:$1
