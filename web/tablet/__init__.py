"""The page of the tablet's application, its manifest and its service worker; what it does lies in static/tablet."""
