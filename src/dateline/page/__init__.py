"""What a web page holds: its article, title, day and publisher, and what in it is furniture."""
