"""What people see and touch of the tablet's application, by taps only."""
