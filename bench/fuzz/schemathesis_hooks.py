"""What our own scalars look like, for Schemathesis: `SCHEMATHESIS_HOOKS=schemathesis_hooks`."""

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

text = st.text(max_size=40)
points = st.lists(st.lists(st.floats(0, 1), min_size=2, max_size=2).map(lambda xy: xy), max_size=6)


def as_list(ring):
    return nodes.List([nodes.List([nodes.Float(x) for x in point]) for point in ring])


for name in ("Photo", "Zip", "DateTime", "JSON"):
    schemathesis.graphql.scalar(name, text.map(nodes.String))
for name in ("Polygon", "Box"):
    schemathesis.graphql.scalar(name, points.map(as_list))
