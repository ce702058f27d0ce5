"""What a bureau without the internet needs: an offline kit and a one-file program."""
