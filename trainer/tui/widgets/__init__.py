"""Widgets: a picker, the transcript, the play panel and the lines at the edges."""
