"""Runs an ONNX graph on one thread.

Also the small ones: numpy would hand them to a BLAS with threads of its own, which on a busy machine cost
more than the product.
"""

import numpy as np
import onnxruntime

from detectors.model.weights import Floats


class Graph:
    """A graph with one input and one output. Threads may share one."""

    def __init__(self, content: bytes) -> None:
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        #: Columns of the output.
        self.width: int = self._session.get_outputs()[0].shape[1]

    def __call__(self, values: Floats) -> Floats:
        """Return the output for an input."""
        (found,) = self._session.run(None, {self._input: np.ascontiguousarray(values, np.float32)})
        answer: Floats = found
        return answer
