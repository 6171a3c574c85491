"""One play of a scenario: a packed state, a compiled transition function, and pure steps with events.

play: start, step, scene, replay, trace · machine: the transition function that the solver shares
layout: the packing · expr, logic: conditions as code · flow: moves and liveness · codegen: the functions of a node
rng: draws and the order of options
"""
