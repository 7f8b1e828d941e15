"""The gateway: a reverse proxy between an organisation's tools and external LLM APIs."""
