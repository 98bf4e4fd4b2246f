"""Pages: `showing` what is on, `enrolling` for those who come, `desk` and `people` for staff."""
