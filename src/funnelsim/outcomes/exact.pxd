cimport cython
from funnelsim.outcomes.c_math cimport floor, llrint
from funnelsim.outcomes.cells cimport Money

@cython.locals(below=double, part="long long")
cdef void add(Money money, Py_ssize_t cell, double amount) noexcept nogil
