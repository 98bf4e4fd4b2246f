"""QR codes as drawings: on pages, on door displays, on paper."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

# The standard wants four modules of white around a code (ISO/IEC 18004, 5.3.8).
RIM = 4


def drawn(text: str) -> SafeString:
    """Return the QR code of `text` as SVG, drawn anew each time: an address may be a secret, of which nothing is kept.

    Dark on white whatever the paper, since not every camera reads light on dark. It says nothing to those who listen:
    the address stands beside it.
    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows) + 2 * RIM
    path = "".join(
        f"M{RIM + start} {RIM + line}h{length}v1h-{length}z"
        for line, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {size} {size}" aria-hidden="true">'
        '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>',
        size=size,
        path=path,
    )


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Return where dark modules begin in the row, and how many stand together."""
    runs: list[tuple[int, int]] = []
    for place, is_dark in enumerate(row):
        if is_dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_dark:
            runs.append((place, 1))
    return runs
