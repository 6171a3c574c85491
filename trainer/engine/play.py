"""One play of a scenario; the parts are in advance (start, step), look (scene) and record (replay, trace)."""

from trainer.engine.advance import start, step
from trainer.engine.look import Scene, displayed, scene
from trainer.engine.record import Move, MoveKind, drawn, replay, trace

__all__ = ["Move", "MoveKind", "Scene", "displayed", "drawn", "replay", "scene", "start", "step", "trace"]
