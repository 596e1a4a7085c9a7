"""Children of a test that die by a signal which nobody can catch, as a power cut or a full memory would end them."""

import os
import signal
import traceback
from collections.abc import Callable

from django.db import connection, connections

Die = Callable[[], None]


def killed(act: Callable[[Die], object]) -> None:
    """Runs this in a child process, which must have died when it calls the function that it is given."""
    assert _died(act)


def _died(act: Callable[[Die], object]) -> bool:
    """Whether a child that does this died; False when it came to its end. It must not end in any other way."""
    connections.close_all()
    child = os.fork()
    if not child:
        status = 1
        try:
            act(lambda: os.kill(os.getpid(), signal.SIGKILL))
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    _pid, status = os.waitpid(child, 0)
    died = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert died or os.waitstatus_to_exitcode(status) == 0
    return died


def killed_at(module, steps: str, place: int, act: Callable[[], object]) -> None:
    """In the child, before the step at this place of a list in the code: after the one before it, or after the last."""

    def child(die: Die) -> None:
        listed = getattr(module, steps)
        setattr(module, steps, (*listed[:place], lambda _work: die(), *listed[place:]))
        act()

    killed(child)


def killed_after(module, function: str, times: int, act: Callable[[], object]) -> bool:
    """In the child, as soon as a function was called so many times; False when it is not called so often."""

    def child(die: Die) -> None:
        real, left = getattr(module, function), [times]

        def counted(*args, **kwargs):
            given = real(*args, **kwargs)
            left[0] -= 1
            if not left[0]:
                die()
            return given

        setattr(module, function, counted)
        act()

    return _died(child)


def killed_before_statement(number: int, act: Callable[[], object]) -> bool:
    """In the child, before its so many-th statement that writes; False when it needs fewer and ends by itself."""

    def child(die: Die) -> None:
        left = [number]

        def counted(execute, sql, params, many, context):
            left[0] -= sql.startswith(("INSERT", "UPDATE", "DELETE"))
            if not left[0]:
                die()
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            act()

    return _died(child)
