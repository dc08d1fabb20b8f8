"""Makes `python -m policylang` the command `policylang`."""

from policylang.cli.app import main

if __name__ == "__main__":
    main()
