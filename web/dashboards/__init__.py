"""Pages for officials and auditors: figures, read-only."""
