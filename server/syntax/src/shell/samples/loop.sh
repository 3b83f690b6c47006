while read -r line; do echo "$line"; done < <(grep -v '^#' list.txt)
