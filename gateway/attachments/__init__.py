"""Files that come with a request: their text takes their place, or the call is refused."""
