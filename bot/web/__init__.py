"""The web page for hosts without Telegram: aiohttp, no JavaScript needed."""
