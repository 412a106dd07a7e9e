"""jobs: stories coded beside the app, in a process of their own, so that pages stay quick and a crash takes nothing along.

:mod:`desk` is the app's side: jobs in a queue, what is known of each. :mod:`work` is the other process.
"""

from dragoman.serve.jobs.desk import Desk, Job, Told

__all__ = ["Desk", "Job", "Told"]
