"""The promises a browser must see."""
