"""Lists of people as merchants send them: CSV, workbooks and JSON Lines, read line by line."""
