"""What the notebooks import: data, graded checks, training, figures. It never knows a particular notebook."""
