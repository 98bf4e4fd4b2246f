"""Every read worth a name: `showing` what is on, `sittings` in words, `enrolments`, `desk` for staff."""
