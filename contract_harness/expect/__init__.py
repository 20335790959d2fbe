"""What was promised, compared with what was observed; each failure in the words of the contract."""
