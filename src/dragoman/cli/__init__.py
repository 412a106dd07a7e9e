"""The command line (provisional)."""
import json, sys

def main() -> None:
    from dragoman.coder import code_stories
    from dragoman.document import Story
    if sys.argv[1:3] == ["code", "-"]:
        keys = ("id", "text", "headline", "published", "outlet", "agency", "dateline", "url", "language")
        stories = (Story(**{k: d[k] for k in keys if d.get(k) is not None}) for d in map(json.loads, sys.stdin))
        for r in code_stories(stories):
            print(json.dumps(r.to_dict(), ensure_ascii=False))
