"""A shelf for each topic: figures, tools and oracles that one lesson alone uses. No topic imports another."""
