RUN --mount=type=cache,target=/var/cache/dnf,sharing=locked \\
    --mount=type=cache,target=/var/cache/libdnf5,sharing=locked \\
    dnf install -y --setopt=install_weak_deps=False --setopt=keepcache=1 ${1:ca-certificates}
