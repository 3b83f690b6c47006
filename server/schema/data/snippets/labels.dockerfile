LABEL org.opencontainers.image.title="${1:app}" \\
      org.opencontainers.image.description="${2:What it does}" \\
      org.opencontainers.image.source="${3:https://github.com/example/app}" \\
      org.opencontainers.image.licenses="${4:Apache-2.0}"
