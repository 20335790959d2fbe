"""What a browser must see: the flows of the admin UI, in Chromium, through the gateway's own `/admin`."""
