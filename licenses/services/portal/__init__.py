"""What licensees' own people do: act for a licensee, fill in, check before filing, submit."""
