"""Kokoro: natural English voices by a small neural network (82 million weights), on an ordinary processor.

The extra `audiobook[kokoro]` brings what it needs; its weights are fetched on first use.
"""
