"""Every route declares what its row of the hand-kept table says, whatever else a view checks within: where
two checks stand one behind the other, the answer alone does not tell that one of them is gone."""

from __future__ import annotations

import web_matrix


def test_each_route_declares_the_rights_of_its_row() -> None:
    assert web_matrix.declared() == {row.route: row.any_of for row in web_matrix.rows()}
