"""A small real file for the sample data."""

_PARTS = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
)


def offer_page(title: str) -> bytes:
    """A PDF of one page with *title* on it (letters that Latin-1 has; others are left out)."""
    words = title.encode("latin-1", "ignore").decode("latin-1").replace("\\", "").replace("(", "").replace(")", "")
    stream = f"BT /F1 20 Tf 72 760 Td ({words}) Tj ET"
    parts = [*_PARTS, f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"]
    made, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(parts) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return f"{made}{end}startxref\n{len(made)}\n%%EOF\n".encode("latin-1")
