"""Who says each quotation: candidates, evidence and decision, three separate concerns."""

from audiobook.script.attribution.attribute import Attribution, attribute, settle

__all__ = ["Attribution", "attribute", "settle"]
