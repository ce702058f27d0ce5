"""What the one-file program runs."""

import multiprocessing

if __name__ == "__main__":
    # The worker processes of `watch` begin here too: they are known before anything is loaded.
    multiprocessing.freeze_support()

    from xltool.cli.dragged import start

    start()
