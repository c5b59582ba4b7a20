# The compiled face of c_math.py: same names, straight from C.
from libc.math cimport floor, llrint
