"""Read regular official releases by their theatre's template, and make claims of their rows."""
