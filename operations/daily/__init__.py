"""What happens every day without a person: a table of jobs, each idempotent, each run once a day."""
