"""Calls add through Celery as a line of its stdin says: how, and how many. Answers with the seconds that it took and, one after the other, each call's microseconds."""

import sys
from time import monotonic

from celery import group

from celery_tasks import add

LIMIT = 120


def one_by_one(count):
    took = []
    for number in range(count):
        began = monotonic()
        check(add.delay(number, 1).get(timeout=LIMIT), number)
        took.append((monotonic() - began) * 1e6)
    return took


def as_group(count):
    for number, total in enumerate(group(add.s(number, 1) for number in range(count)).apply_async().get(timeout=LIMIT)):
        check(total, number)
    return []


def all_then_collect(count):
    calls = [add.apply_async((number, 1)) for number in range(count)]
    for number, call in enumerate(calls):
        check(call.get(timeout=LIMIT), number)
    return []


def check(total, number):
    if total != number + 1:
        raise ValueError("a wrong sum")


for line in sys.stdin:
    how, count = line.split()
    began = monotonic()
    took = {"one": one_by_one, "group": as_group, "all": all_then_collect}[how](int(count))
    print(monotonic() - began, *took, flush=True)
