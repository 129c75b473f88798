"""What is done with an application, from filing to the paper."""
