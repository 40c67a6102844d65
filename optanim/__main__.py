"""`python -m optanim` is the command `optanim`."""

from optanim.cli import main

if __name__ == "__main__":
    main(prog_name="optanim")
