"""`/aktuality/`: news with a feed, and offers of a season with how full they are now."""
