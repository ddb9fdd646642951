"""All features, in the order in which their hooks run and keys are offered to them."""

from __future__ import annotations

from editor.appearance.feature import AppearanceFeature, ZenFeature
from editor.asking.feature import AskingFeature
from editor.authorship.feature import AuthorshipFeature
from editor.continuation.feature import ContinuationFeature
from editor.counts.feature import CountsFeature
from editor.definitions.feature import DefinitionsFeature
from editor.feature import Feature
from editor.files.exports import ExportsFeature
from editor.files.feature import FilesFeature
from editor.files.tabs import TabsFeature
from editor.find.feature import FindFeature
from editor.flags.feature import FlagsFeature
from editor.git.feature import GitFeature
from editor.help.feature import HelpFeature
from editor.help.tour import TourFeature
from editor.navigation.feature import NavigationFeature
from editor.preferences.feature import PreferencesFeature
from editor.recovery.feature import RecoveryFeature
from editor.report.feature import ReportFeature
from editor.snapshots.feature import SnapshotsFeature
from editor.tables.feature import TablesFeature

FEATURES: list[type[Feature]] = [
    # Hooks are called in this order, which matters only where a comment says so.
    RecoveryFeature,  # stops first: then the typed text is on disk whatever happens to the others
    SnapshotsFeature,
    FilesFeature,
    AppearanceFeature,  # before everything that is drawn, so that it is created in the right theme
    TabsFeature,
    ExportsFeature,
    ZenFeature,
    # Keys go to the modal task, then to the find bar, the suggestions, ghost text and the tour while these are open,
    # then to the keymap, and from there to a command or into the text.
    FindFeature,
    FlagsFeature,
    ContinuationFeature,
    TourFeature,
    NavigationFeature,
    CountsFeature,
    ReportFeature,
    DefinitionsFeature,
    AskingFeature,
    TablesFeature,
    GitFeature,
    AuthorshipFeature,
    HelpFeature,
    PreferencesFeature,
]
"""All features. If one is removed, the program still starts, without that feature's commands."""
