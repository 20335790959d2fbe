"""Every scenario of the active plan's feature files becomes one test of this module."""

from pytest_bdd import scenarios

from contract_harness.running.plan import Plan

scenarios(*Plan.active().files)
