HEALTHCHECK --interval=${1:30s} --timeout=${2:3s} --start-period=${3:10s} --retries=${4:3} \\
    CMD ["wget", "-q", "--spider", "http://127.0.0.1:${5:8080}/${6:healthz}"]
