import sys
from pathlib import Path

# Helpers beside the tests and of the engines' tests; importlib mode puts neither on the path.
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "engines")]
