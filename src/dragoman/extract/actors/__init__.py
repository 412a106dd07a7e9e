"""Actors: who a text speaks of, with country, sectors, office and kind, and the reason for each."""

from dragoman.extract.actors.lookup import entity_from_tokens, is_actor_noun, is_agent, mention_for
from dragoman.extract.actors.pipe import actors
from dragoman.extract.actors.users import add_user_actors, load_user_actors, user_actors_path

__all__ = [
    "actors", "add_user_actors", "entity_from_tokens", "is_actor_noun", "is_agent", "load_user_actors", "mention_for", "user_actors_path",
]  # fmt: skip
