"""optanim: films of torch optimizers at work, every step verified before a frame is drawn."""
