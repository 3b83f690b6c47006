HEALTHCHECK --interval=${1:30s} --timeout=${2:3s} --start-period=${3:10s} --retries=${4:3} \\
    CMD ["${5:/app}", "${6:healthcheck}"]
