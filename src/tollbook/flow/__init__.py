"""Join the steps: what a text, a data set or a ledger goes through from one step to the next. The only place where steps meet."""
