arch="$(dpkg --print-architecture)"; case "${arch##*-}" in amd64) a ;; arm64) b ;; *) echo >&2 "no"; exit 1 ;; esac
