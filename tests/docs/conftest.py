import sys
from pathlib import Path

# The scripts that write pages are modules here.
sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
