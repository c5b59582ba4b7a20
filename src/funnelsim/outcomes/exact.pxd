# The compiled face of exact.py, written out so that C can put it where it is called.
from funnelsim.outcomes.cells cimport Money

cdef inline void add(Money money, Py_ssize_t cell, double amount) noexcept nogil:
    cdef long long whole, part
    if not (amount < 1e12 and amount > -1e12):
        money.beyond[cell] += amount
        return
    whole = <long long>amount
    part = money.part[cell] + <long long>((amount - <double>whole) * 4611686018427387904.0)
    money.whole[cell] += whole + (part >> 62)
    money.part[cell] = part & 0x3FFFFFFFFFFFFFFFLL
