"""The words of xltool in zh and en, and its own errors as one plain sentence."""
