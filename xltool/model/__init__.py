"""The shapes that pass between the stages; rows and columns count from 1."""
