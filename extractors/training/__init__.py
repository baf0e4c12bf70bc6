"""What is run by hand to make the data that the extractors ship with; nothing here is needed to use them."""
