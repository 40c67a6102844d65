"""What is made of finished films for a lecture: decks, handout, posters, the text for a video site.

Every text is passed on as text: whatever a name or a sentence has in it, ``<b>``, ``*`` or ``#``,
stands there as it was written. Everything is written whole or not at all, and known again.
"""
