"""Settings for an nbgrader course of these lessons: copy this file into the course's folder."""

c = get_config()  # noqa: F821 - nbgrader defines it

c.CourseDirectory.course_id = "model-resource-management"
c.ExecutePreprocessor.timeout = 300  # seconds a cell; a lesson trains models, and the default of 30 stops some of them
c.ExecutePreprocessor.extra_arguments = ["--log-level=40"]  # else the kernel's own log may cost an answer its points
c.Exchange.root = "exchange"
