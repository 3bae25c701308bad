"""Learn the weights of the attribution's ranker.

usage: learn_attribution.py QUOTELI3 [--out weights.npz]

QUOTELI3 is a folder with one folder for each novel of the QuoteLi3 corpus (CC BY 4.0), in each a
`text.txt` and a `gold.json`: {"characters": [{"id", "name", "aliases", "gender"}], "quotes": [{"start",
"end", "speaker"}]}, offsets in code points. Needs lightgbm, which the program itself does not.
"""

from __future__ import annotations
