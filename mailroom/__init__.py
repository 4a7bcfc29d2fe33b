"""A local stand-in for SendGrid, for rehearsals: it keeps mail and never sends any.

It refuses what the real Mail Send v3 refuses, keeps what it accepts, shows it on a web page as
its reader would see it, and posts signed events back. It listens on the loopback address only and
imports nothing of the project around it.
"""
