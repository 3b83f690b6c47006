if [ "$TARGETARCH" = amd64 ]; then url=x; elif [ -z "$y" ]; then url=z; else exit 1; fi; curl -fsSL "$url" | tar xz -C /opt
