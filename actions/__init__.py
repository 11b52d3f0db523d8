"""The action server: thin rasa-sdk actions over the services of `bot`."""
