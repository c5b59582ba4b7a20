# The compiled face of c_math.py: same name, straight from C.
from libc.math cimport llrint
