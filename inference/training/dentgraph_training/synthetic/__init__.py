"""Drawn car photos with exact labels, from numpy and OpenCV alone.

A car is a signed distance field built from three outlines (side, plan, cross-section), met by one ray
per sample. Every sample therefore knows its place on the car, so parts, damages and reflections are
drawn in metres on the surface and stay right in perspective, and the labels are the picture's own.
Everything follows from a seed.

Frame: metres; x to the car's front, y to the car's own left, z up, ground at z = 0.
"""
