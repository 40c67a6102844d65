"""Voices: what speaks a film's narration, and how long each of its sentences takes.

A voice stands before the stage, which keeps time with it::

    voice = named("espeak", Words.load("en"))
    voice.speech("The loss is the mean squared miss.").seconds
"""

from optanim.voice.carried import Carried
from optanim.voice.speech import Speech, Voice
from optanim.voice.voices import VARIABLE, named

__all__ = ["VARIABLE", "Carried", "Speech", "Voice", "named"]
