"""Early warning of collective disputes (群体性劳资纠纷预警), opinion 四, fourth duty."""
