"""How the course measures: training over seeds, resampling, metrics, timing in turn."""
