"""`/prirucky/`: practical guides on the web and on paper."""
