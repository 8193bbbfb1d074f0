"""What a picture says of itself, as an XMP packet (ISO 16684-1): title and model digest, no clock and no machine."""

from __future__ import annotations

from signage.render.svg_words import escaped

_MOST_TITLE = 1000  # characters: a packet has to fit into one JPEG segment of 64 kB


def xmp_packet(title: str, model_digest: str) -> bytes:
    """Return a packet with the title (`dc:title`) and the digest of the model behind a picture (`dc:identifier`)."""
    shown = escaped(title[:_MOST_TITLE])
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{shown}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:identifier>{escaped(model_digest)}</dc:identifier>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="r"?>'
    ).encode()
