"""What builds, loops, saves, scores and draws. It uses the science beside it; the science never uses it."""
