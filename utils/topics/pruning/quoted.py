"""What the lecture draws and what others have published, as data. Nothing here was measured by the course."""

import numpy as np

EXAMPLE = np.array([[3, 2, 7, 4], [9, 6, 3, 8], [4, 4, 1, 3], [2, 3, 2, 5]])
LECTURE_SINGLE = np.array([[0, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 1], [0, 1, 0, 1]], bool)
LECTURE_BLOCKS = np.array([[0, 0, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 0, 0]], bool)
RAMP_TO_90 = {"begin": 0, "end": 100, "initial": 0.0, "final": 0.9, "every": 1}

# Share of zeros to score: top-1 accuracy on ImageNet in per cent, or BLEU of a translator in two directions.
# Source: TensorFlow Model Optimization Toolkit, guide to pruning, https://www.tensorflow.org/model_optimization/guide/pruning
PUBLISHED = {
    "Inception V3": {0: 78.1, 0.5: 78.0, 0.75: 76.1, 0.875: 74.6},
    "MobileNet V1": {0: 71.04, 0.5: 70.84},
    "GNMT EN-DE": {0: 26.77, 0.8: 26.86, 0.85: 26.52, 0.9: 26.19},
    "GNMT DE-EN": {0: 29.47, 0.8: 29.50, 0.85: 29.24, 0.9: 28.81},
}
