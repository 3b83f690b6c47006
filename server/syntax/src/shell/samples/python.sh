python3 - <<'PY'
print('$x')
PY
