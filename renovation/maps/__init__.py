"""Units and sites on a map: with pydeck on a base of our own, and drawn as a figure where there is no WebGL."""
