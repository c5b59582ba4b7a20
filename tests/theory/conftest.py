import sys
import zlib
from pathlib import Path

import pytest

# Helpers beside the tests; under importlib mode pytest does not put their folder on the path.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def seed(request):
    """The test's name decides the chance it runs on."""
    return zlib.crc32(request.node.name.encode())
