ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/paravent
COPY requirements/run.txt requirements/run.txt
RUN /opt/paravent/bin/pip install --require-hashes --only-binary :all: -r requirements/run.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY audit audit
COPY config config
COPY detectors detectors
COPY gateway gateway
RUN /opt/paravent/bin/pip install --no-deps --no-build-isolation .

FROM python:${PYTHON}-slim
# Tesseract reads images where a policy says `images: redact`.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-fra tesseract-ocr-eng \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --user-group --home-dir /data --no-create-home --shell /usr/sbin/nologin paravent \
    && install --directory --owner paravent --group paravent --mode 0700 /data
COPY --from=build /opt/paravent /opt/paravent
ENV PATH=/opt/paravent/bin:$PATH \
    PARAVENT_CONFIG=/data/paravent.yaml \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
# Configuration, secret and SQLite database: the only place that is written. Run with a read-only root.
VOLUME ["/data"]
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/livez', timeout=3)"]
ENTRYPOINT ["paravent"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
