#!/usr/bin/env bash
set -euo pipefail
declare -A urls=([amd64]=https://example.org/a.tgz [arm64]="https://example.org/b.tgz")
packages=(
  curl   # for the download
  "ca-certificates"
  $EXTRA
)
packages+=(git)
apt-get install -y "${packages[@]}"
for name in "${!urls[@]}"; do
  echo "$name: ${urls[$name]} (${#packages[@]})"
done
