"""The dashboard of 吴兴区's old-factory renovation: data, comparisons, drawings and their frame."""
