useradd -r -u 10001 app \
 && mkdir -p /srv \
 && chown -R app:app /srv
