"""The feature files of the active plan, bound to pytest; run by `gateway-contracts verify`, never by hand."""
