"""Which languages a story, or a passage in it, may be marked as.

A closed list, because the light notation writes a passage as `[cy: words]`: with any two letters
allowed, an editor's "[ed: name changed]" would lose its "ed:" and be read out in no language at all.
"""

import re

# ISO 639-1, and the three-letter codes of languages that families in Britain speak or sign.
_CODES = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    aii bem bfi ceb ckb cmn din fil hak haw hno ilo jam kea kmr kri luo nan nus pcm phr pnb prs rmy rom sco skr
    syl tig yue und mul
"""
KNOWN = frozenset(_CODES.split())
_TAG = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?")


def tag(text: str) -> str | None:
    """The language tag in its usual spelling ("en-gb" is "en-GB"), or None if we do not know it."""
    match = _TAG.fullmatch(text)
    if not match or match[1].lower() not in KNOWN:
        return None
    parts = (match[1].lower(), (match[2] or "").title(), (match[3] or "").upper())
    return "-".join(part for part in parts if part)
