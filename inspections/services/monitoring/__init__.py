"""Files of monitoring receivers: read, matched with the register, kept, and turned into complaints."""
