"""Faults of the machine under every part of Tollbook that writes: kills, full and read-only disks, locks, clocks that jump."""
