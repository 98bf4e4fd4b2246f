"""What is done with membership: declaring, keeping the list, forgetting, the rules."""
