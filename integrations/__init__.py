"""The edges that people and other systems meet: WeChat, the desk, the simulator, the command line."""
