"""python -m xltool"""

from xltool.cli import run

if __name__ == "__main__":
    run()
