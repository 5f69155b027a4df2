"""Few pages run at once, in the order in which they were asked for, and nobody's turn is lost."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Lock, Thread

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime

from renovation.web import frame, run_queue
from renovation.web.run_queue import MOST_RUNS, RUNS, RunQueue
from tests.meeting.test_live import in_a_loop
from tests.web.sessions import Tab

SCRIPT = Path(frame.__file__).with_name("run.py")

PATIENCE = 60.0
"""Seconds: far more than a busy machine takes; only a failure waits that long."""


class Left(Exception):
    pass


def wait_until(condition) -> None:
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.001)


def test_no_more_than_the_limit_run_at_once() -> None:
    queue, go, lock, running, most = RunQueue(3), Event(), Lock(), 0, 0

    def run() -> None:
        nonlocal running, most
        with queue.turn():
            with lock:
                running += 1
                most = max(most, running)
            go.wait(PATIENCE)
            with lock:
                running -= 1

    threads = [Thread(target=run) for _ in range(40)]
    for thread in threads:
        thread.start()
    wait_until(lambda: running + queue.waiting == 40)
    assert (running, queue.waiting) == (3, 37)
    go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert most == 3
    assert queue.waiting == 0
    assert queue._free == 3


def test_turns_are_given_in_the_order_of_asking() -> None:
    queue, order, go = RunQueue(1), [], Event()

    def first() -> None:
        with queue.turn():
            go.wait(PATIENCE)

    def run(number: int) -> None:
        with queue.turn():
            order.append(number)

    threads = [Thread(target=first)]
    threads[0].start()
    wait_until(lambda: queue._free == 0)
    for number in range(10):
        threads.append(Thread(target=run, args=(number,)))
        threads[-1].start()
        wait_until(lambda number=number: queue.waiting == number + 1)
    go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert order == list(range(10))


def test_who_is_no_longer_wanted_leaves_the_queue_and_the_next_comes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_queue, "LOOK_SECONDS", 0.005)
    queue, left = RunQueue(1), []

    def leave() -> None:
        raise Left

    def gone() -> None:
        try:
            with queue.turn(leave):
                left.append("ran")
        except Left:
            left.append("left")

    with queue.turn():
        thread = Thread(target=gone)
        thread.start()
        thread.join(PATIENCE)
        assert left == ["left"]
        assert queue.waiting == 0
    with queue.turn():
        assert queue._free == 0


def test_a_visitor_who_closes_the_tab_while_the_page_waits_costs_no_run(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_queue, "LOOK_SECONDS", 0.005)
    ran: list[str] = []
    monkeypatch.setattr(frame, "main", lambda: ran.append("ran"))
    runtime._main_script_path = str(SCRIPT)

    async def until(waiting: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while RUNS.waiting != waiting:
                await asyncio.sleep(0.001)

    async def visit() -> None:
        await runtime.start()
        session, asked = runtime.connect_session(Tab(), {}), BackMsg()
        asked.rerun_script.SetInParent()
        with ExitStack() as others:
            for _ in range(MOST_RUNS):
                others.enter_context(RUNS.turn())
            runtime.handle_backmsg(session, asked)
            await until(1)
            runtime.disconnect_session(session)
            await until(0)
        runtime.stop()

    in_a_loop(visit())
    assert not ran


def test_a_page_that_fails_gives_its_turn_back() -> None:
    queue = RunQueue(1)
    with pytest.raises(ValueError, match="broken"), queue.turn():
        raise ValueError("broken")
    assert queue._free == 1


def test_a_run_that_waits_for_another_process_lets_others_run() -> None:
    queue, ran = RunQueue(1), []

    def other() -> None:
        with queue.turn():
            ran.append("other")

    with queue.turn():
        with queue.paused():
            thread = Thread(target=other)
            thread.start()
            thread.join(PATIENCE)
            assert ran == ["other"]
        assert queue._free == 0
    assert queue._free == 1


def test_a_run_whose_result_another_awaits_does_not_queue_behind_it() -> None:
    queue, made, awaited = RunQueue(1), Event(), []

    def other() -> None:
        with queue.turn():
            awaited.append(made.wait(5))

    thread = Thread(target=other)
    with queue.turn():
        with queue.paused():
            thread.start()
            wait_until(lambda: queue._free == 0)
        made.set()
        thread.join(5)
        assert awaited == [True]
        assert queue._free == 0
    assert queue._free == 1


def test_a_pause_without_a_turn_gives_none_away() -> None:
    queue = RunQueue(1)
    with queue.paused():
        assert queue._free == 1
    assert queue._free == 1
