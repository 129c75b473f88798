"""From what was found to the violation record, through the services of enforcement."""
