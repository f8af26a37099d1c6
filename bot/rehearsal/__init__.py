"""A world in a seed: people, faults and years, played by the real bot under a clock and a Telegram of its own."""
