"""What measures Tollbook: speed, start-up, growth, accuracy on outside texts. Not part of the package."""
