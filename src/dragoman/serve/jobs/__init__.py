"""jobs: stories coded beside the app, in a process of their own, so that pages stay quick and a crash takes nothing along.

:mod:`job` is what is known of one, :mod:`desk` the app's side, a queue of them; :mod:`kept` remembers them beside the
ledger; :mod:`work` is the other process.
"""

from dragoman.serve.jobs.desk import Desk
from dragoman.serve.jobs.job import Job, Told

__all__ = ["Desk", "Job", "Told"]
