"""The gateway's own API: what the officer asks, what people say of answers, what waits for approval."""
