"""What the notebooks import: data, graded checks, training, figures. It never knows a particular notebook.

Import it before TensorFlow: the lessons measure one processor, quietly, and TensorFlow reads these settings only once,
when it is first imported. Its log goes to the process's standard error, past anything that Python could redirect.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")  # every figure of the course is a processor's
