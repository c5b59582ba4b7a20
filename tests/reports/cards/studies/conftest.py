import sys
from pathlib import Path

# Helpers beside the tests; under importlib mode pytest does not put their folder on the path.
sys.path.insert(0, str(Path(__file__).parent))
