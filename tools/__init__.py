"""What the makers of Tollbook run: documentation kept true, environments set up. Not part of the package."""
