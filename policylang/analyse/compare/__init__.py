"""What changed between two versions of a policy, or between two dates of one."""
