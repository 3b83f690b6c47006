shopt -s extglob
rm -rf /srv/!(keep|*.conf)
if [[ $VERSION =~ ^([0-9]+)\.([0-9]+)$ && ! -e /x ]]; then echo "${BASH_REMATCH[1]}"; fi
[[ "$a" == @(one|two) ]] || echo "${b//+([[:space:]])/ }"
case $(uname -m) in x86_64 | amd64) ;; arm*|aarch64) echo arm ;; *) exit 1; esac
