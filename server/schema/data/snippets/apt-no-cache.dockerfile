RUN apt-get update && \\
    apt-get install -y --no-install-recommends ${1:ca-certificates} && \\
    rm -rf /var/lib/apt/lists/*
