"""Charts of estimates, outlooks and series as Vega-Lite, SVG and PNG. May not compute a quantity; needs Altair and vl-convert."""
