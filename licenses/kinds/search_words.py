"""What each record of the register is found by: the one place that fills `search_text`, for services and imports."""

from licenses.kinds.identifiers import is_personal
from licenses.querysets.search import search_text


def licensee(*, name: str, identifier_scheme: str = "", identifier: str = "") -> str:
    """A holder is found by name and public identifier; a citizen's number is personal and not indexed."""
    return search_text(name, "" if is_personal(identifier_scheme) else identifier)


def establishment(*, name: str, address: str = "", business_registration: str = "") -> str:
    """An establishment is found by name, address and business registration (and through its keeper's name)."""
    return search_text(name, address, business_registration)


def station(*, name: str = "", call_sign: str = "", site_name: str = "", address: str = "") -> str:
    """A station is found by name, call sign, site and address (and through its licensee's name)."""
    return search_text(name, call_sign, site_name, address)


def license(*, number: str) -> str:
    """A license is found by its number (and through its holder's name)."""
    return search_text(number)
