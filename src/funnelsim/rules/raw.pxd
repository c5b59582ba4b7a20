# What raw.py is for compiled modules: the address of the first element.
cdef inline const long long* ints(const long long[::1] column) noexcept nogil:
    return &column[0] if column.shape[0] > 0 else NULL

cdef inline const long long* ints_from(
    const long long[::1] column, Py_ssize_t first
) noexcept nogil:
    return ints(column) + first

cdef inline const double* floats(const double[::1] column) noexcept nogil:
    return &column[0] if column.shape[0] > 0 else NULL
