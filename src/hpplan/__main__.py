"""`python -m hpplan`."""

from hpplan.cli import main

if __name__ == "__main__":
    main()
