from bot.library.markdown import Block, units
from bot.library.parts import cut


def section(name: str, *lengths: int) -> list[Block]:
    return [Block(f"<b>{name}</b>", heading=True), *(Block(name * length) for length in lengths)]


def test_a_short_page_is_one_part() -> None:
    assert cut(section("a", 10, 20)) == ("<b>a</b>\n" + "a" * 10 + "\n\n" + "a" * 20,)


def test_a_long_page_turns_at_a_heading_into_parts_of_about_the_same_length() -> None:
    parts = cut([*section("a", 40), *section("b", 40), *section("c", 40), *section("d", 40)], limit=150)
    assert [part[:8] for part in parts] == ["<b>a</b>", "<b>c</b>"]
    assert abs(units(parts[0]) - units(parts[1])) <= 2


def test_a_section_longer_than_a_part_is_cut_between_its_blocks_never_after_its_heading() -> None:
    parts = cut(section("a", 60, 60, 60), limit=100)
    assert len(parts) == 3
    assert parts[0] == "<b>a</b>\n" + "a" * 60


def test_no_block_is_lost() -> None:
    blocks = [*section("a", 30, 50), *section("b", 90), *section("c", 5)]
    together = "".join(cut(blocks, limit=100))
    assert all(block.html in together for block in blocks)
