"""The gateway's own pages: in the look of the admin UI, whole in themselves."""

import re

import pytest

from reference_gateway.domain.errors import StoreUnavailable
from reference_gateway.http.pages.negotiation import is_navigation, prefers_page
from reference_gateway.http.pages.notices import notice_of
from reference_gateway.http.refusals import MethodNotAllowed, UnknownPath
from tests.given.places import ROOT
