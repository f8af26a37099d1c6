# The bot as a container: nothing in it can be written but /tmp and the mounted /var/lib/tirkeu, and nobody in it is root.
FROM python:3.11-slim-bookworm AS libraries
COPY requirements/run.lock /tmp/run.lock
RUN python -m venv /opt/tirkeu \
 && /opt/tirkeu/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r /tmp/run.lock \
 && /opt/tirkeu/bin/pip uninstall --yes pip

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/tirkeu --create-home tirkeu \
 && install --directory --owner tirkeu --group tirkeu --mode 0700 /var/lib/tirkeu /var/backups/tirkeu
COPY --from=libraries /opt/tirkeu /opt/tirkeu
COPY bot /app/bot
COPY storage /app/storage
COPY locales /app/locales
RUN printf '#!/bin/sh\nexec /opt/tirkeu/bin/python -m bot "$@"\n' > /usr/local/bin/tirkeu \
 && chmod 0755 /usr/local/bin/tirkeu \
 && /opt/tirkeu/bin/python -m compileall -q /app
ENV PYTHONPATH=/app PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    KEYS_DIR=/var/lib/tirkeu/keys DATABASE_URL=sqlite+aiosqlite:////var/lib/tirkeu/tirkeu.db \
    WEB_LISTEN=0.0.0.0 OPS_LISTEN=0.0.0.0 OPS_PORT=8481 LOG_FORMAT=json
WORKDIR /var/lib/tirkeu
USER 10001:10001
VOLUME /var/lib/tirkeu /var/backups/tirkeu
EXPOSE 8480 8481
# the loop turns and answers; whether it can serve is /readyz, which the proxy and the operator ask
HEALTHCHECK --interval=15s --timeout=4s --start-period=60s --retries=4 \
  CMD ["/opt/tirkeu/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8481/healthz', timeout=3)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["tirkeu"]
CMD ["run"]
