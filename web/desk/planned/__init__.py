"""Changes of licenses on coming days: entered, countersigned, taken back."""
