# syntax=docker/dockerfile:1
# docker build -t feedsvc . && docker run -p 8642:8642 -v ./seeds:/seeds:ro -v feedsvc:/state feedsvc

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /source
RUN python -m venv /opt/feedsvc
COPY requirements/runtime.lock requirements/
RUN /opt/feedsvc/bin/pip install --require-hashes -r requirements/runtime.lock
COPY pyproject.toml README.md LICENSE ./
COPY feedsvc feedsvc
RUN /opt/feedsvc/bin/pip install --no-deps . && /opt/feedsvc/bin/python -m compileall -q /opt/feedsvc

FROM python:3.13-slim
# /state is writable for any uid (docker run --user 12345 works), with the sticky bit as in /tmp;
# a named volume mounted there takes these rights over, so nothing is changed at start.
RUN mkdir -m 1777 /state && mkdir -m 755 /seeds
COPY --from=build /opt/feedsvc /opt/feedsvc
ENV PATH=/opt/feedsvc/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FEEDSVC_INBOX__DIRECTORY=/seeds \
    FEEDSVC_STORE__URL=sqlite:////state/feedsvc.db \
    FEEDSVC_SITE__DIRECTORY=/state/site \
    FEEDSVC_SITE__BASE_URL=http://127.0.0.1:8642/ \
    FEEDSVC_SERVER__HOST=0.0.0.0
WORKDIR /state
USER 65532:65532
EXPOSE 8642
VOLUME /state
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8642/health', timeout=4)"]
ENTRYPOINT ["feedsvc"]
CMD ["run"]
