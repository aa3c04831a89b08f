"""Match counted phrases with the words that say what became of them, and look up what they measure. It knows no side."""
