"""Everything the environment may say, read once into one frozen dataclass. Nothing else reads `os.environ`.

(The embedded database, which runs before settings exist, reads SOCIOPOINT_CLUSTER itself.)
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

Value = TypeVar("Value")

PROJECT = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = "only-for-development-never-in-production-0123456789-abcdefghij"
SHORTEST_SECRET = 50
DEVELOPMENT_FIELD_KEY = "b25seS1mb3ItZGV2ZWxvcG1lbnQtbmV2ZXItdXNlZCE="
FIELD_KEY_BYTES = 32
MAKE_FIELD_KEY = "manage.py make_field_key"
LONGEST_QUOTED = 40  # of a wrong value, in the line that says so
PHONE = re.compile(r"\+?\d(?: ?\d){2,14}")
EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>.]+(?:\.[^@\s<>.]+)+")
DEVELOPMENT_HASH_KEY = "only-for-development-never-in-production-hash-0123456789-abcdef"
SHIPPED_CITY = "Ostrava"
OF_A_CITY = ("OPERATOR", "DESK_PHONE", "DESK_FREE_PHONE", "DESK_EMAIL", "DESK_ADDRESS")
"""What would send people of another city to Ostrava's desk."""


class WrongEnvironment(Exception):
    """A value of the environment is missing or wrong; the text is one plain line for the operator."""


@dataclass(frozen=True)
class Database:
    """Where PostgreSQL is; `options` go to libpq as they are."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: dict[str, str]


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over; `security` is "", "tls" (STARTTLS) or "ssl"."""

    host: str
    port: int
    user: str
    password: str
    security: str


@dataclass(frozen=True)
class Environment:
    """What a running instance was told; `production` turns every safety check on."""

    production: bool
    debug: bool
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    field_keys: tuple[str, ...]
    hash_key: str
    allowed_hosts: tuple[str, ...]
    trusted_origins: tuple[str, ...]
    database: Database
    cache: str
    session_idle_minutes: int
    session_hours: int
    city: str
    operator: str
    desk_phone: str
    desk_free_phone: str
    desk_email: str
    desk_address: str
    desk_point: tuple[float, float] | None
    """Where the desk is on a map: latitude and longitude; None when nobody said."""
    security_contact: str
    dpo_email: str
    """The data protection officer, for the page on privacy; '' when nobody said."""
    privacy_notice_url: str
    """The operator's whole notice (articles 13 and 14 of the GDPR); '' when it is nowhere on the web."""
    desk_hours: str
    mail_server: MailServer | None
    mail_from: str
    worker: bool
    offline: bool
    update_register: bool
    site_address: str
    register_url: str
    code_lists_url: str
    addresses_url: str
    map_tiles_url: str
    map_attribution: str
    behind_proxy: bool
    data_folder: Path


def read(variables: Mapping[str, str]) -> Environment:
    """Read and check the variables.

    Raises WrongEnvironment naming the variable and what to write there.
    """
    production = _flag(variables, "SOCIOPOINT_PRODUCTION", default=False)
    allowed_hosts = _list(variables, "ALLOWED_HOSTS", "" if production else "localhost,127.0.0.1,[::1],testserver")
    desk_email = _email(variables, "DESK_EMAIL", "sociopoint@ostrava.cz")
    environment = Environment(
        production=production,
        debug=_flag(variables, "DEBUG", default=False),
        secret_key=variables.get("SECRET_KEY") or ("" if production else DEVELOPMENT_KEY),
        secret_key_fallbacks=_list(variables, "SECRET_KEY_FALLBACKS", ""),
        field_keys=_field_keys(variables, default="" if production else DEVELOPMENT_FIELD_KEY),
        hash_key=variables.get("HASH_KEY") or ("" if production else DEVELOPMENT_HASH_KEY),
        allowed_hosts=allowed_hosts,
        trusted_origins=_origins(variables, "CSRF_TRUSTED_ORIGINS"),
        database=_parsed(variables, "DATABASE_URL", _database),
        cache=_cache(variables),
        session_idle_minutes=_number(variables, "SESSION_IDLE_MINUTES", 15, most=24 * 60),
        session_hours=_number(variables, "SESSION_HOURS", 12, most=30 * 24),
        city=variables.get("CITY", "") or SHIPPED_CITY,
        operator=variables.get("OPERATOR", "statutární město Ostrava"),
        desk_phone=_phone(variables, "DESK_PHONE", "599 443 821"),
        desk_free_phone=_phone(variables, "DESK_FREE_PHONE", "800 700 650", needed=False),
        desk_email=desk_email,
        security_contact=_security_contact(variables, desk_email),
        dpo_email=_email(variables, "DPO_EMAIL", ""),
        privacy_notice_url=_https(variables, "PRIVACY_NOTICE_URL", ""),
        desk_address=variables.get("DESK_ADDRESS", "Prokešovo náměstí 8, přízemí Nové radnice"),
        desk_point=_point(variables, "DESK_POINT", "" if "DESK_ADDRESS" in variables else "49.841743, 18.291581"),
        desk_hours=variables.get("DESK_HOURS", ""),
        mail_server=_parsed(variables, "EMAIL_URL", _mail_server) if variables.get("EMAIL_URL") else None,
        mail_from=_sender(variables, "EMAIL_FROM", desk_email),
        worker=_flag(variables, "WORKER", default=True),
        offline=_flag(variables, "OFFLINE", default=True),
        update_register=_flag(variables, "UPDATE_REGISTER", default=production),
        site_address=_site_address(variables, f"https://{allowed_hosts[0]}" if production and allowed_hosts else ""),
        register_url=_https(variables, "REGISTER_URL", "https://data.mpsv.cz/od/soubory/rpss/rpss.json"),
        code_lists_url=_https(variables, "CODE_LISTS_URL", "https://data.mpsv.cz/od/soubory/ciselniky/"),
        addresses_url=_https(variables, "ADDRESSES_URL", ""),
        map_tiles_url=_https(variables, "MAP_TILES_URL", "https://tile.openstreetmap.org/{z}/{x}/{y}.png"),
        map_attribution=variables.get("MAP_ATTRIBUTION", "© přispěvatelé OpenStreetMap"),
        behind_proxy=_flag(variables, "BEHIND_PROXY", default=False),
        data_folder=Path(variables.get("DATA_FOLDER", str(PROJECT / "var"))),
    )
    if production:
        _refuse_unsafe(environment)
        _refuse_another_citys_desk(variables)
    return environment


def _refuse_unsafe(environment: Environment) -> None:
    """What may never reach the public: a debugger, a guessable key, any host, a cache each worker has for itself."""
    if environment.debug:
        raise WrongEnvironment("DEBUG: must be off in production; remove it or set DEBUG=0.")
    if len(environment.secret_key) < SHORTEST_SECRET or environment.secret_key == DEVELOPMENT_KEY:
        raise WrongEnvironment(f"SECRET_KEY: set a random one of at least {SHORTEST_SECRET} characters in production.")
    if not environment.field_keys or DEVELOPMENT_FIELD_KEY in environment.field_keys:
        raise WrongEnvironment(f"FIELD_KEYS: set at least one key of your own, made by {MAKE_FIELD_KEY}.")
    if len(environment.hash_key) < SHORTEST_SECRET or environment.hash_key == DEVELOPMENT_HASH_KEY:
        raise WrongEnvironment(f"HASH_KEY: set a random one of at least {SHORTEST_SECRET} characters in production.")
    if not environment.allowed_hosts or any("*" in host for host in environment.allowed_hosts):
        raise WrongEnvironment("ALLOWED_HOSTS: name the hosts of this site, separated by commas, without *.")
    if environment.mail_server is None:
        raise WrongEnvironment(
            "EMAIL_URL: set it to smtp://user:password@host:587?tls=1, or no forgotten password arrives."
        )
    if environment.cache != "database":
        raise WrongEnvironment("CACHE: only 'database' is shared between workers; limits and codes depend on it.")


def _refuse_another_citys_desk(variables: Mapping[str, str]) -> None:
    """A city of its own says all of its desk; only the free line may be empty."""
    if (variables.get("CITY", "") or SHIPPED_CITY) == SHIPPED_CITY:
        return
    for name in OF_A_CITY:
        if not variables.get(name, "").strip() and (name != "DESK_FREE_PHONE" or name not in variables):
            raise WrongEnvironment(f"{name}: set it, too, or pages of {variables['CITY']} would show {SHIPPED_CITY}'s.")


def _flag(variables: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = variables.get(name, "").strip().lower()
    if text in ("", "0", "false", "no", "off"):
        return default if text == "" else False
    if text in ("1", "true", "yes", "on"):
        return True
    raise WrongEnvironment(f"{name}: write 1 or 0, not '{text[:LONGEST_QUOTED]}'.")


def _number(variables: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    text = variables.get(name, "").strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) < 9 and 0 < int(text) <= most):
        raise WrongEnvironment(f"{name}: write a whole number from 1 to {most}, not '{text[:LONGEST_QUOTED]}'.")
    return int(text) if text else default


def _cache(variables: Mapping[str, str]) -> str:
    kind = variables.get("CACHE") or "database"
    if kind not in ("database", "local"):
        raise WrongEnvironment("CACHE: write database, or local for a trial run of one process.")
    return kind


def _phone(variables: Mapping[str, str], name: str, default: str, *, needed: bool = True) -> str:
    number = variables.get(name, default).strip()
    if (number or needed) and not PHONE.fullmatch(number):
        raise WrongEnvironment(f"{name}: write a telephone number, such as 599 443 821.")
    return number


def _email(variables: Mapping[str, str], name: str, default: str) -> str:
    address = variables.get(name, "").strip() or default
    if address and not EMAIL.fullmatch(address):
        raise WrongEnvironment(f"{name}: write an e-mail address alone, such as sociopoint@mesto.example.")
    return address


def _sender(variables: Mapping[str, str], name: str, default: str) -> str:
    """An address alone, or with a name before it: `SOCIOPOINT <sociopoint@mesto.example>`."""
    written = variables.get(name) or default
    if not EMAIL.fullmatch(parseaddr(written)[1]) or not written.isprintable():
        raise WrongEnvironment(f"{name}: write an e-mail address, such as sociopoint@mesto.example.")
    return written


def _origins(variables: Mapping[str, str], name: str) -> tuple[str, ...]:
    origins = _list(variables, name, "")
    for origin in origins:
        if not origin.startswith(("https://", "http://")) or not _host(origin):
            raise WrongEnvironment(f"{name}: write how each site begins, such as https://pomoc.example.")
    return origins


def _host(address: str) -> str:
    """The host that an address names; '' where it names none that anybody could ask."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.port is None or parts.port else ""
    except ValueError:  # a bracket left open, a port that is no number
        return ""


def _list(variables: Mapping[str, str], name: str, default: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in variables.get(name, default).split(",") if part.strip())


def _field_keys(variables: Mapping[str, str], *, default: str) -> tuple[str, ...]:
    """Keys of encrypted fields, the one that encrypts first; each 32 bytes in URL-safe base64."""
    keys = _list(variables, "FIELD_KEYS", default)
    for number, key in enumerate(keys, start=1):
        try:
            size = len(base64.urlsafe_b64decode(key))
        except ValueError:
            size = 0
        if size != FIELD_KEY_BYTES:
            raise WrongEnvironment(f"FIELD_KEYS: key {number} is not one made by {MAKE_FIELD_KEY}.")
    return keys


def _https(variables: Mapping[str, str], name: str, default: str) -> str:
    address = variables.get(name, default)
    if address and not (address.startswith("https://") and _host(address)):
        raise WrongEnvironment(f"{name}: only an address that begins with https:// is accepted.")
    return address


def _point(variables: Mapping[str, str], name: str, default: str) -> tuple[float, float] | None:
    text = variables.get(name, default).strip()
    if not text:
        return None
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        latitude = longitude = math.inf
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise WrongEnvironment(f"{name}: write latitude and longitude, such as 49.8417, 18.2916.")
    return latitude, longitude


def _security_contact(variables: Mapping[str, str], default: str) -> str:
    """Whom to tell of a security hole (`security.txt`), as an address of a letter or of a page."""
    contact = variables.get("SECURITY_CONTACT", "") or default
    if contact.startswith(("mailto:", "tel:")) or (contact.startswith("https://") and _host(contact)):
        return contact
    if not EMAIL.fullmatch(contact):
        raise WrongEnvironment("SECURITY_CONTACT: write an e-mail address, or an address that begins with https://.")
    return f"mailto:{contact}"


def _site_address(variables: Mapping[str, str], default: str) -> str:
    """How links in letters begin, without a slash at the end; letters are written where no request tells the host."""
    address = variables.get("SITE_ADDRESS", default or "http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(address if _host(address) else "")
    if parts.scheme not in ("http", "https") or parts.path or parts.query:
        raise WrongEnvironment("SITE_ADDRESS: write how the site begins, such as https://pomoc.example.")
    if default and parts.scheme != "https":
        raise WrongEnvironment("SITE_ADDRESS: in production it begins with https://.")
    return address


def _parsed(variables: Mapping[str, str], name: str, parse: Callable[[str], Value]) -> Value:
    try:
        return parse(variables[name])
    except KeyError:
        raise WrongEnvironment(
            f"{name}: not set. Set it to postgresql://user:password@host/database, or run through manage.py or make, "
            "which start the embedded PostgreSQL."
        ) from None
    except ValueError as error:
        raise WrongEnvironment(f"{name}: {error}") from None


def _mail_server(address: str) -> MailServer:
    """smtp://user:password@host:587?tls=1 (STARTTLS), smtps://host (TLS at once), smtp://host (a server next door)."""
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("write smtp://user:password@host:587?tls=1 or smtps://user:password@host.")
    starttls = parse_qs(parts.query).get("tls", ["0"])[-1] == "1"
    if parts.username and parts.scheme == "smtp" and not starttls:
        raise ValueError("a password must not travel in the open: add ?tls=1 or write smtps://.")
    return MailServer(
        host=parts.hostname,
        port=parts.port or (465 if parts.scheme == "smtps" else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security="ssl" if parts.scheme == "smtps" else "tls" if starttls else "",
    )


def _database(address: str) -> Database:
    """postgresql://user:password@host:port/name?option=value (a socket folder as ?host=/path)."""
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("only PostgreSQL is supported: begin with postgresql://.")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("the name of the database is missing at its end.")
    return Database(
        name=name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=options.pop("host", parts.hostname or ""),
        port=str(parts.port or ""),
        options=options,
    )
