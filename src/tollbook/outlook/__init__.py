"""What an estimate implies for a force: share lost, effective strength, rates, scenarios. Imports `core` alone; needs numpy, scipy."""
