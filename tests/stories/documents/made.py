"""Documents as word processors write them, small: each helper returns the bytes of a file."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("table", "table"))
)


def zipped(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), body)
    return made.getvalue()


def p(words: str, style: str = "") -> str:
    """A paragraph of Word's; `words` may hold marks of its own."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{words if words.startswith('<') else run(words)}</w:p>"


def run(words: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def docx(*paragraphs: str, **more: str) -> bytes:
    body = f"<w:document {W} {M}><w:body>{''.join(paragraphs)}<w:sectPr/></w:body></w:document>"
    return zipped(word__document_xml=body, **more)


def odt(*paragraphs: str) -> bytes:
    body = f"<office:document-content {ODF}><office:body><office:text>{''.join(paragraphs)}</office:text></office:body>"
    return zipped(content_xml=f"{body}</office:document-content>")
