"""A real Chromium and Playwright's driver: found, or fetched, or told what was tried."""
