"""An OOXML package, edited part by part."""
