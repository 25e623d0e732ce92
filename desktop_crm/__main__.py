"""``python -m desktop_crm``; also where a packaged program begins, and the processes that it starts for itself."""

import sys
from multiprocessing import freeze_support

from desktop_crm.cli import main

if __name__ == "__main__":
    freeze_support()
    sys.exit(main())
