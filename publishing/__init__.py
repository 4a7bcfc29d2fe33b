"""The public site: pages, feed and data of what was published, made from finished words alone."""
