"""Films made several at a time: one after another here, in processes, or on other machines."""
