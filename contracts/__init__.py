"""What crosses a border: names, ids, payload models, abstract activities, failures."""
