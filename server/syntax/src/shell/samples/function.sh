f() { local a="$1"; shift; "$a" "$@"; }; f echo hi
