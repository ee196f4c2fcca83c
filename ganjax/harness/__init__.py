"""What builds, loops, saves, scores and draws. It uses the other modules of ganjax; they never use it."""
