"""The baseline of bench_paper, run by a Python that has WeasyPrint: renders the page on each line of its input."""

import gc
import json
import sys
import time
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration


def main(page: str, target: str) -> None:
    """Answer each line with the CPU milliseconds of one rendering and the size of the file."""
    fonts = FontConfiguration()
    address = Path(page).resolve()
    while sys.stdin.readline():
        gc.collect()
        gc.disable()  # as in bench.timing: garbage is not what is compared
        started = time.process_time()
        pdf = weasyprint.HTML(filename=str(address)).write_pdf(font_config=fonts)
        spent = (time.process_time() - started) * 1000
        gc.enable()
        Path(target).write_bytes(pdf)
        print(json.dumps({"ms": spent, "bytes": len(pdf)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
