"""A Bot API server for one machine: people without accounts, a clock that can be moved on, and Telegram's refusals."""
