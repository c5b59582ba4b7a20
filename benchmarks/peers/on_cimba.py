"""cimba (Python models compiled by Numba for the Cimba C engine), on one thread.

Without patience a store of times of arrival, as in its own benchmark; with patience a spawned
process for each customer with a timer, as its documentation has it.
"""

from __future__ import annotations

import cimba as cb
from cimba import random

from benchmarks.peers import Answer

OUT_OF_PATIENCE = 1


class MM1(cb.Model):
    customers: cb.Param[int] = 1
    line: cb.Store[float]
    sum_stay: float = 0.0
    stay: cb.Output[float]

    @cb.process
    def source(self) -> None:
        for _ in range(self.customers):
            cb.hold(random.exponential(1 / 0.9))
            self.line.put(cb.now())

    @cb.process
    def server(self) -> None:
        while True:
            came = self.line.get()
            cb.hold(random.exponential(1.0))
            self.sum_stay += cb.now() - came

    @cb.on_end
    def measure(self) -> None:
        self.stay = self.sum_stay / self.customers


class ErlangLead(cb.Model):
    queue: cb.Ref[ErlangA]
    desk: cb.Ref[cb.Resource]

    @cb.process
    def life(self) -> None:
        me = cb.this_process()
        me.timer_set(random.exponential(2.0), OUT_OF_PATIENCE)
        if self.desk.acquire() == OUT_OF_PATIENCE:
            self.queue.gone += 1
            return
        me.timers_clear()
        cb.hold(random.exponential(1.0))
        self.desk.release()


class ErlangA(cb.Model):
    customers: cb.Param[int] = 1
    desk: cb.Resource = cb.Resource(capacity=10)
    gone: int = 0
    share_gone: cb.Output[float]

    @cb.process
    def source(self) -> None:
        for _ in range(self.customers):
            cb.hold(random.exponential(0.1))
            cb.spawn(ErlangLead, queue=self, desk=self.desk)

    @cb.on_end
    def measure(self) -> None:
        self.share_gone = self.gone / self.customers


class BankCustomer(cb.Model):
    bank: cb.Ref[Bank]
    counter: cb.Ref[cb.Resource]

    @cb.process
    def visit(self) -> None:
        me = cb.this_process()
        me.timer_set(random.uniform(1.0, 3.0), OUT_OF_PATIENCE)
        if self.counter.acquire() == OUT_OF_PATIENCE:
            self.bank.gone += 1
            return
        me.timers_clear()
        cb.hold(random.exponential(12.0))
        self.counter.release()


class Bank(cb.Model):
    customers: cb.Param[int] = 1
    counter: cb.Resource = cb.Resource(capacity=1)
    gone: int = 0
    share_gone: cb.Output[float]

    @cb.process
    def source(self) -> None:
        for _ in range(self.customers):
            cb.hold(random.exponential(10.0))
            cb.spawn(BankCustomer, bank=self, counter=self.counter)

    @cb.on_end
    def measure(self) -> None:
        self.share_gone = self.gone / self.customers


def mm1(customers: int, seed: int) -> Answer:
    return _answer(MM1(), "stay", customers, seed)


def erlang_a(customers: int, seed: int) -> Answer:
    return _answer(ErlangA(), "share_gone", customers, seed)


def bank(customers: int, seed: int) -> Answer:
    return _answer(Bank(), "share_gone", customers, seed)


def _answer(model: cb.Model, figure: str, customers: int, seed: int) -> Answer:
    model.customers = customers
    results = cb.Experiment(model, seed=seed).run(workers=1, on_failure="raise")
    return Answer(customers, float(getattr(results[model], figure).values[0, 0]))
