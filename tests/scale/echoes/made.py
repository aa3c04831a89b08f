"""Articles made by hand for tests of echoes. Every name and figure in them is invented."""

from __future__ import annotations

from datetime import date, timedelta

from tollbook.core.types import document_id
from tollbook.scale.echoes.texts import Article

DAY = date(2031, 3, 11)
ORIGINAL = (
    "The ministry of Norland said on Tuesday that 1,240 soldiers had been wounded near Wexley since the start of the spring offensive. "
    "Roads to the northern depots stayed closed for a third day, and trains with food were sent around the flooded valley. "
    "“We will keep every promise that we made to the people of Wexley this winter,” the governor said. "
    "Officials added that 310 vehicles were repaired in workshops across the river, most of them trucks built before the war. "
    "A spokeswoman declined to say how many of the 87 damaged tanks would return before the end of the month. "
    "Farmers in the district asked for seed, fuel and a plain answer about the bridges that were blown up in February."
)
REWRITE = (
    "On Tuesday the Norland ministry stated that 1240 soldiers had been wounded near Wexley since the beginning of the spring offensive. "
    "Roads to the northern depots stayed shut for a third day, while trains with food were sent around the flooded valley. "
    "Officials also said that 310 vehicles were repaired in workshops across the river, most of them trucks built before the war. "
    "The ministry would not say how many of the 87 damaged tanks would return before the end of the month."
)
QUOTING = (
    "Opposition leaders met in the capital over the budget for schools and hospitals, which has been late for two years in a row. "
    "“We will keep every promise that we made to the people of Wexley this winter,” the governor had told them. "
    "They were not convinced, and called for a vote in the autumn session of the assembly, when 45 new members take their seats."
)
OTHER = (
    "The film festival of Osterby opened with a comedy about two lighthouse keepers who fall out over a borrowed radio and a stolen goat. "
    "Critics praised the music, the costumes and the patience of the goat, which ate parts of the scenery in the final act."
)


def cut_of(text: str, sentences: int = 3) -> str:
    """Return the first sentences of a text."""
    return ". ".join(text.split(". ")[:sentences]) + "."


def release(total: int, day: int) -> str:
    """Return a day's release in a form that never changes."""
    return (
        f"The total losses of the enemy from 24.02 to {day}.03 are estimated as follows: personnel about {total} (+{total % 900 + 11}), "
        f""
        f"tanks {total // 40} (+{total % 70 + 11}), armored vehicles {total // 19} (+{total % 60 + 12}), "
        f"guns {total // 13} (+{total % 50 + 13}), aircraft {total // 900}, trucks {total // 9} (+{total % 80 + 14}). "
        "The figures are being checked by the General Staff of the army."
    )


def article(text: str, *, days: int | None = 0, title: str | None = None) -> Article:
    """Return an article that was published so many days after the first, or on an unknown day."""
    published = None if days is None else DAY + timedelta(days=days)
    return Article(document=document_id(text), text=text, published=published, title=title)
