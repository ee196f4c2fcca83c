"""Pure losses: logits or log densities in, one value an example out. The methods take the mean."""
