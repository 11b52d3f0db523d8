"""Understanding messages: the Rasa graph components that Rasa lacks, training them, and running them."""
