"""What Celery's worker runs and its client calls."""

import os

from celery import Celery

app = Celery("celery_tasks", broker=os.environ["PEER_REDIS"], backend=os.environ["PEER_REDIS"])


@app.task
def add(left, right):
    return left + right
