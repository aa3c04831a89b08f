"""From statements to an estimate: source bias, dependence between sources, floors. May import `core` alone; needs numpy and scipy."""
