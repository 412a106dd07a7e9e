"""Matrix products of the encoders by NumPy's BLAS: three times as fast as the BLIS that thinc brings, on the machines measured.

A story must be read alike whatever stories stand beside it in a batch (a resumed run, many workers, a cluster). BLAS
libraries take other kernels for small products, which round otherwise, so few rows are padded to as many as the common kernel
wants: then each row's result depends on that row alone. The smallest layers stay with BLIS, which keeps rows apart by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language

_LARGE = 1 << 12
"""Weights of a layer from which it is worth it."""
_SMALL_PRODUCT = 1 << 20
"""Multiplications from which OpenBLAS takes the common kernel."""
_KNOWN = ("openblas", "mkl", "accelerate")


def has_fast_blas() -> bool:
    """Is NumPy built with one of the BLAS libraries that are known to be fast."""
    try:
        name = np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"]  # type: ignore[index,call-overload]
    except (KeyError, TypeError):
        return False
    return any(known in str(name).lower() for known in _KNOWN)


def use_fast_blas(nlp: Language) -> bool:
    """Let the large layers of a pipeline's models be multiplied by NumPy's BLAS; was there one that can be."""
    from thinc.api import NumpyOps

    if not has_fast_blas():
        return False

    class Ops(NumpyOps):  # type: ignore[misc]
        """Thinc's operations with another matrix product for large layers."""

        def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            if trans1 or not trans2 or y.size < _LARGE or x.dtype != np.float32 or y.dtype != np.float32 or not len(x):
                return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
            rows, wanted = len(x), -(-_SMALL_PRODUCT // y.size)
            if rows < wanted:
                x = np.concatenate([x, np.zeros((wanted - rows, x.shape[1]), "f")])
            product = np.dot(x, y.T)[:rows]
            if out is None:
                return product
            out[...] = product
            return out

    ops = Ops()
    changed = False
    for _, pipe in nlp.components:
        for layer in getattr(getattr(pipe, "model", None), "walk", tuple)():
            if type(layer.ops) is NumpyOps:
                layer.ops = ops
                changed = True
    return changed
