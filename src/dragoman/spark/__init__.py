"""Beyond one machine: stories coded and linked by Spark, with the functions that one machine uses (docs/spark.md).

Needs the extra ``dragoman[spark]`` and Java 17. What comes out equals a local run, record by record.
"""

from dragoman.spark.coding import RECORDS, code_frame, read_frame, session
from dragoman.spark.copying import copies_frame
from dragoman.spark.linking import link_frame, settled_frame
from dragoman.spark.views import tolls_frame, views_frame

__all__ = [
    "RECORDS",
    "code_frame",
    "copies_frame",
    "link_frame",
    "read_frame",
    "session",
    "settled_frame",
    "tolls_frame",
    "views_frame",
]
