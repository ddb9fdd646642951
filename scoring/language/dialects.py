"""The spellings in which the dialects of English differ: "colour" and "color".

A word that a dialect spells in two ways ("organise" and "organize" in Britain) is never a mistake there. If a spelling
has another meaning elsewhere (a Briton may tire, an American practice is a noun and a verb), the table only works in
one direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import NamedTuple

from scoring.protocol import Dialect

NAMES: Mapping[Dialect, str] = {
    "US": "American",
    "GB": "British",
    "AU": "Australian",
    "CA": "Canadian",
    "IN": "Indian",
}
"""The dialects, each with its adjective; "any" allows every spelling."""

_NOBODY: tuple[Dialect, ...] = ()
_LIKE_BRITAIN: tuple[Dialect, ...] = ("GB", "AU", "IN")
_AND_CANADA: tuple[Dialect, ...] = (*_LIKE_BRITAIN, "CA")
_NORTH_AMERICA: tuple[Dialect, ...] = ("US", "CA")
_US: tuple[Dialect, ...] = ("US",)


class _Group(NamedTuple):
    """Words with two spellings.

    Attributes:
        pairs: the British spelling, a slash and the American one, separated by blanks.
        british, american: the dialects that only allow this spelling. All others allow both.
    """

    pairs: str
    british: tuple[Dialect, ...]
    american: tuple[Dialect, ...]


def _formed(stems: str, british: str, american: str, endings: str) -> str:
    """Return the pairs of all stems with all endings; "-" means no ending."""
    return " ".join(
        f"{stem}{british}{ending.strip('-')}/{stem}{american}{ending.strip('-')}"
        for stem, ending in product(stems.split(), endings.split())
    )


_OUR = _formed(
    """arb ard arm behavi cand clam clang col demean discol dishon endeav enam fav ferv flav harb hon hum lab misbehavi
    misdemean multicol neighb od parl ranc rum sav savi splend succ tricol tum unfav unsav val vap watercol""",
    "our",
    "or",
    "- s ed ing ings er ers able ably ful fully less ite ites itism hood hoods ly y ies ist ists",
)
_LATIN = "rigour/rigor rigours/rigors vigour/vigor"  # Britons know rigor mortis
_FRENCH = "glamour/glamor theatre/theater theatres/theaters amphitheatre/amphitheater amphitheatres/amphitheaters"
"""Americans write both, also for the next ones."""
_RE = _formed(
    """calib cent epicent fib goit lit lust meag mit reconnoit sab saltpet scept sepulch somb spect
    centimet kilomet millimet nanomet""",
    "re",
    "er",
    "- s",
)
_TWO_L = _formed(
    """apparel backpedal barrel bedevil bejewel bevel carol channel chisel counsel cruel cudgel dial disembowel dishevel
    drivel duel empanel enamel equal flannel fuel funnel gambol grovel gruel imperil initial jewel kennel label level
    libel marshal marvel mislabel model panel parcel pedal pencil pummel quarrel ravel refuel relabel remodel revel
    rival shovel shrivel signal snivel snorkel spiral squirrel stencil swivel tassel teetotal tinsel total towel travel
    trowel tunnel unravel victual yodel""",
    "l",
    "",
    "ed ing ings er ers est ous ously ist ists",
)
_CANCELLED = "cancelled/canceled cancelling/canceling"
_ONE_L = _formed("appa enthra disti insti fulfi enro", "l", "ll", "- s ment ments")
_MANY = """
defence/defense defences/defenses defenceless/defenseless offence/offense offences/offenses pretence/pretense
pretences/pretenses grey/gray greys/grays greyed/grayed greying/graying greyer/grayer greyest/grayest greyish/grayish
greyness/grayness woollen/woolen woollens/woolens councillor/councilor councillors/councilors counsellor/counselor
counsellors/counselors centred/centered centring/centering centrepiece/centerpiece centrepieces/centerpieces
manoeuvre/maneuver manoeuvres/maneuvers manoeuvred/maneuvered manoeuvring/maneuvering manoeuvrable/maneuverable
mould/mold moulds/molds moulded/molded moulding/molding mouldings/moldings mouldy/moldy moult/molt moults/molts
moulted/molted moulting/molting practised/practiced practising/practicing smoulder/smolder smoulders/smolders
smouldered/smoldered smouldering/smoldering
"""
_CANADA_LIKE_US = """
sceptic/skeptic sceptics/skeptics sceptical/skeptical sceptically/skeptically scepticism/skepticism aluminium/aluminum
cosy/cozy cosier/cozier cosiest/coziest cosily/cozily cosiness/coziness mollusc/mollusk molluscs/mollusks
liquorice/licorice aeroplane/airplane aeroplanes/airplanes carburettor/carburetor carburettors/carburetors
"""
_CANADA_TAKES_BOTH = """
plough/plow ploughs/plows ploughed/plowed ploughing/plowing snowplough/snowplow snowploughs/snowplows pyjamas/pajamas
skilful/skillful skilfully/skillfully wilful/willful wilfully/willfully instalment/installment instalments/installments
chilli/chili chillies/chilies chequered/checkered jewellery/jewelry faeces/feces faecal/fecal
"""
_TO_US = """
artefact/artifact artefacts/artifacts sulphur/sulfur sulphate/sulfate sulphates/sulfates sulphide/sulfide
sulphuric/sulfuric pedlar/peddler pedlars/peddlers phoney/phony encyclopaedia/encyclopedia encyclopaedias/encyclopedias
foetus/fetus foetuses/fetuses foetal/fetal
"""
_TO_OTHER_WORDS_IN_US = """
cheque/check cheques/checks chequebook/checkbook chequebooks/checkbooks licence/license licences/licenses
practise/practice practises/practices storey/story storeys/stories metre/meter metres/meters
"""
_TO_OTHER_WORDS = """
tyre/tire tyres/tires kerb/curb kerbs/curbs kerbside/curbside programme/program programmes/programs gaol/jail
gaols/jails draughtsman/draftsman draughtsmen/draftsmen draughty/drafty
"""
_TO_BRITAIN_AND_CANADA = """
catalogue/catalog catalogues/catalogs catalogued/cataloged cataloguing/cataloging
"""
_TO_BRITAIN = "moustache/mustache moustaches/mustaches"

_GROUPS = (
    _Group(_OUR, _AND_CANADA, _US),
    _Group(_LATIN, _NOBODY, _US),
    _Group(f"{_FRENCH} {_CANCELLED}", _AND_CANADA, _NOBODY),
    _Group(_RE, _AND_CANADA, _US),
    _Group(_TWO_L, _AND_CANADA, _US),
    _Group(_ONE_L, _LIKE_BRITAIN, _US),
    _Group(_MANY, _AND_CANADA, _US),
    _Group(_CANADA_LIKE_US, _LIKE_BRITAIN, _NORTH_AMERICA),
    _Group(_CANADA_TAKES_BOTH, _LIKE_BRITAIN, _US),
    _Group(_TO_US, _NOBODY, _US),
    _Group(_TO_BRITAIN_AND_CANADA, _AND_CANADA, _NOBODY),
    _Group(_TO_BRITAIN, _LIKE_BRITAIN, _NOBODY),
)
_OTHER_WORDS = (
    _Group(_TO_OTHER_WORDS_IN_US, _NOBODY, _US),
    _Group(_TO_OTHER_WORDS, _NOBODY, _NORTH_AMERICA),
)
"""Words whose American spelling is also a separate word, at least in Britain."""


def _split(text: str) -> Iterator[tuple[str, str]]:
    for pair in text.split():
        british, _, american = pair.partition("/")
        yield british, american


_ALL_AMERICAN = {british: own for group in _GROUPS for british, own in _split(group.pairs)}

_STEMS = """
anaesthe/anesthe paediatric/pediatric haemo/hemo haemat/hemat gynaecolog/gynecolog orthopaedic/orthopedic
leukaemi/leukemi anaemi/anemi ischaemi/ischemi septicaemi/septicemi glycaemi/glycemi oestrogen/estrogen
oesophag/esophag oedema/edema diarrhoea/diarrhea coeliac/celiac paedophil/pedophil palaeontolog/paleontolog
palaeolithic/paleolithic aetiolog/etiolog
"""
"""Beginnings of learned words with many endings. Canadians write both."""
_BEGINNING = "(?:an|hyper|hypo|nor|mal)?"

_ISE = re.compile(r"(?<=[a-z]{2})is(?=(?:e|ed|es|er|ers|ing|ingly|able|ation|ations|ational|ationally)$)")
_ALWAYS_ISE = re.compile(
    "(?:adon|appr|exorc|expert|fr|merchand|pract|pr|repr|se|surpr|unsurpr)is(?:e|ed|es|er|ers|ing|ingly|able)"
)
"""Words that no dialect spells with -ize, although some word lists do."""
_YSE = re.compile(r"(?<=l)ys(?=(?:e|ed|ing|er|ers)$)")  # "analyses" is a plural everywhere
_YZE = re.compile(r"(?<=l)yz(?=(?:e|ed|es|ing|er|ers)$)")


def own_spelling(word: str, dialect: Dialect) -> str | None:
    """Return a dialect's own spelling of a word; None if the dialect allows the spelling given.

    `word` is in lower case, with straight apostrophes. Whether the word exists isn't checked: "flurmise" might be
    "flurmize" to an American.
    """
    noun = word.removesuffix("'s")
    own = _table(dialect).get(noun) or _by_ending(_by_beginning(noun, dialect), dialect)
    return None if own == noun else own + word[len(noun) :]


def _by_beginning(word: str, dialect: Dialect) -> str:
    pattern, stems = _stems(dialect)
    found = pattern.match(word)
    return word if found is None else word[: found.start(1)] + stems[found[1]] + word[found.end(1) :]


def _by_ending(word: str, dialect: Dialect) -> str:
    if dialect in _LIKE_BRITAIN:  # which allow both -ise and -ize
        return _YZE.sub("ys", word)
    if dialect not in _NORTH_AMERICA or _ALWAYS_ISE.fullmatch(word):
        return word
    return _ISE.sub("iz", _YSE.sub("yz", word))


def american(word: str) -> str:
    """Return a word in a single American spelling, even if Americans have two. It is equal for two spellings with the
    same meaning."""
    noun = word.removesuffix("'s")
    stem = _ALL_AMERICAN.get(noun) or _by_ending(_by_beginning(noun, "US"), "US")
    return stem + word[len(noun) :]


@cache
def _table(dialect: Dialect) -> dict[str, str]:
    """Return the spellings that only other dialects use, each with this dialect's spelling."""
    found = {}
    for group in (*_GROUPS, *_OTHER_WORDS):
        for british, american in _split(group.pairs):
            if dialect in group.british:
                found[american] = british
            elif dialect in group.american:
                found[british] = american
    return found


@cache
def _stems(dialect: Dialect) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern that finds another dialect's stem at the beginning of a word, as group 1, and this dialect's
    stems."""
    found = dict(_split(_STEMS)) if dialect in _US else {}
    if dialect in _LIKE_BRITAIN:
        found = {american: british for british, american in _split(_STEMS)}
    return re.compile(f"{_BEGINNING}({'|'.join(found) or '(?!)'})"), found
