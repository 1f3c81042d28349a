"""What `scan.codes_on` runs beside the server: `python -m leitai.web.collection.scan_reader < FILE`.

Prints the text of every QR code found, one a line.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pypdfium2
import zxingcpp
from PIL import Image

if sys.platform != "win32":
    import resource

MEGABYTES = 1500
SECONDS = 20
PAGES = 4
# A QR code of 24 mm then has some four pixels a module.
DOTS_PER_INCH = 150
PIXELS = 40_000_000


def main() -> None:
    limit()
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for picture in pictures(sys.stdin.buffer.read()):
        for found in zxingcpp.read_barcodes(picture, formats=wanted):
            print(found.text, flush=True)


def pictures(content: bytes) -> Iterator[Image.Image]:
    """The first pages, grey. A page of any size becomes a picture of at most `PIXELS`."""
    if not content.startswith(b"%PDF"):
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            yield picture.convert("L")
        return
    document = pypdfium2.PdfDocument(content)
    for number in range(min(len(document), PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = min(DOTS_PER_INCH / 72, (PIXELS / max(width * height, 1)) ** 0.5)
        yield page.render(scale=scale, grayscale=True).to_pil()


def limit() -> None:
    """Where the system can: no more than this much memory and time, whatever the file asks for."""
    Image.MAX_IMAGE_PIXELS = PIXELS
    if sys.platform != "win32":
        for what, most in ((resource.RLIMIT_AS, MEGABYTES * 2**20), (resource.RLIMIT_CPU, SECONDS)):
            _, hard = resource.getrlimit(what)
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main()
