"""Event dates across clauses and sentences: (text, trigger word, date, enddate), read on Wednesday 6 November 2024."""

from __future__ import annotations

from functools import cache

import pytest

from dragoman.code.dates import event_date
from dragoman.code.resumed_times import resumed
from dragoman.coder import before_parse
from dragoman.document import Document, Story
from dragoman.extract.times import times
from dragoman.parse import parse_many
from dragoman.read.layout import start


@cache
def read(text: str) -> Document:
    return times(next(parse_many([before_parse()(start(Story(text=text, published="2024-11-06"), "t"))])))


GOLD = [
    (
        "A guerrilla was killed and two civilians were wounded this morning during a raid in the capital.",
        "killed",
        "2024-11-06",
        "2024-11-06",
    ),
    (
        "A guerrilla was killed and two civilians were wounded this morning during a raid in the capital.",
        "wounded",
        "2024-11-06",
        "2024-11-06",
    ),
    (
        "The police reported today that four bombs exploded in the city early this morning, killing one man.",
        "exploded",
        "2024-11-06",
        "2024-11-06",
    ),
    (
        "The police reported today that four bombs exploded in the city early this morning, killing one man.",
        "killing",
        "2024-11-06",
        "2024-11-06",
    ),
    ("Rebels killed five villagers and wounded three on Monday.", "killed", "2024-11-04", "2024-11-04"),
    ("Rebels killed five villagers and wounded three on Monday.", "wounded", "2024-11-04", "2024-11-04"),
    (
        "Gunmen entered a club in Lagos in August 1996, walked up to a singer and shot him.",
        "shot",
        "1996-08-01",
        "1996-08-31",
    ),
    (
        "A bomb exploded in a market in Kano on Friday.\n\nThe blast killed 12 people and wounded 30, police said.",
        "killed",
        "2024-11-01",
        "2024-11-01",
    ),
    (
        "A bomb exploded in a market in Kano on Friday.\n\nThe blast killed 12 people and wounded 30, police said.",
        "wounded",
        "2024-11-01",
        "2024-11-01",
    ),
    (
        "A car bomb exploded outside a ministry in Kabul on Sunday.\n\nAt least 12 people were killed and 30 were wounded, officials said.",
        "killed",
        "2024-11-03",
        "2024-11-03",
    ),
    (
        "A car bomb exploded outside a ministry in Kabul on Sunday.\n\nAt least 12 people were killed and 30 were wounded, officials said.",
        "wounded",
        "2024-11-03",
        "2024-11-03",
    ),
    (
        "Gunmen attacked a bus near Kano on Friday, killing six people.\n\nNo group claimed responsibility for the attack.",
        "claimed",
        None,
        None,
    ),
    (
        "Gunmen attacked a bus near Kano on Friday, killing six people.\n\nThree children died in the attack, a doctor said.",
        "died",
        "2024-11-01",
        "2024-11-01",
    ),
    (
        "Gunmen attacked a bus near Kano on Friday, killing six people.\n\nThe militia has killed hundreds of people since 2019.",
        "killed",
        "2019-01-01",
        None,
    ),
    (
        "Gunmen attacked a bus near Kano on Friday, killing six people.\n\nThe militia has killed hundreds of people.",
        "killed",
        None,
        None,
    ),
    (
        "Gunmen attacked a bus near Kano on Friday.\n\nIn March, raiders burned a village. Forty people died in the raid.",
        "died",
        "2024-03-01",
        "2024-03-31",
    ),
    (
        "Police arrested 12 students during a protest in Minsk on Saturday. They were released on Sunday.",
        "arrested",
        "2024-11-02",
        "2024-11-02",
    ),
    (
        "Police arrested 12 students during a protest in Minsk on Saturday. They were released on Sunday.",
        "released",
        "2024-11-03",
        "2024-11-03",
    ),
    ("The president on Monday accused the rebels of killing ten farmers.", "accused", "2024-11-04", "2024-11-04"),
    ("The president on Monday accused the rebels of killing ten farmers.", "killing", None, None),
    ("The president accused the rebels on Monday of killing ten farmers.", "accused", "2024-11-04", "2024-11-04"),
    ("The president accused the rebels on Monday of killing ten farmers.", "killing", None, None),
    (
        "On Tuesday, troops surrounded the town, and rebels fired mortars at them.",
        "surrounded",
        "2024-11-05",
        "2024-11-05",
    ),
    ("On Tuesday, troops surrounded the town, and rebels fired mortars at them.", "fired", "2024-11-05", "2024-11-05"),
    (
        "Troops surrounded the town on Tuesday and rebels fired mortars at them on Wednesday.",
        "surrounded",
        "2024-11-05",
        "2024-11-05",
    ),
    (
        "Troops surrounded the town on Tuesday and rebels fired mortars at them on Wednesday.",
        "fired",
        "2024-11-06",
        "2024-11-06",
    ),
    ("The two sides signed a truce on Monday after talks in Geneva last week.", "signed", "2024-11-04", "2024-11-04"),
    ("The two sides signed a truce on Monday after talks in Geneva last week.", "talks", "2024-10-28", "2024-11-03"),
    (
        "Hundreds of people marched in Tunis on Saturday, demanding the release of a journalist arrested in May.",
        "marched",
        "2024-11-02",
        "2024-11-02",
    ),
    (
        "Hundreds of people marched in Tunis on Saturday, demanding the release of a journalist arrested in May.",
        "demanding",
        "2024-11-02",
        "2024-11-02",
    ),
    (
        "Hundreds of people marched in Tunis on Saturday, demanding the release of a journalist arrested in May.",
        "arrested",
        "2024-05-01",
        "2024-05-31",
    ),
    ("The army shelled the city for a third day on Monday.", "shelled", "2024-11-04", "2024-11-04"),
    (
        "Two policemen were shot dead in Karachi on Monday, a day after a bomb killed nine people.",
        "shot",
        "2024-11-04",
        "2024-11-04",
    ),
    (
        "Two policemen were shot dead in Karachi on Monday, a day after a bomb killed nine people.",
        "killed",
        "2024-11-03",
        "2024-11-03",
    ),
    ("The explosion came two days after rebels seized the port.", "seized", None, None),
    ("Kidnappers on Thursday freed a priest they had seized on Oct. 3.", "freed", "2024-10-31", "2024-10-31"),
    ("Kidnappers on Thursday freed a priest they had seized on Oct. 3.", "seized", "2024-10-03", "2024-10-03"),
    ("The militia, which seized the port in 2019, attacked the base on Monday.", "seized", "2019-01-01", "2019-12-31"),
    (
        "The militia, which seized the port in 2019, attacked the base on Monday.",
        "attacked",
        "2024-11-04",
        "2024-11-04",
    ),
    ("He was jailed in 2015 for killing a judge in 2012.", "jailed", "2015-01-01", "2015-12-31"),
    ("He was jailed in 2015 for killing a judge in 2012.", "killing", "2012-01-01", "2012-12-31"),
    ("Police on Monday arrested a man suspected of killing a judge last year.", "arrested", "2024-11-04", "2024-11-04"),
    ("Police on Monday arrested a man suspected of killing a judge last year.", "killing", "2023-01-01", "2023-12-31"),
    (
        "Last Friday, militants kidnapped 30 girls from a school in Yelwa. Four were freed on Sunday.",
        "kidnapped",
        "2024-11-01",
        "2024-11-01",
    ),
    (
        "Last Friday, militants kidnapped 30 girls from a school in Yelwa. Four were freed on Sunday.",
        "freed",
        "2024-11-03",
        "2024-11-03",
    ),
    ("The rebels said they shot down a helicopter on Monday.", "shot", "2024-11-04", "2024-11-04"),
    ("The United States said Tuesday it would send aid to Sudan.", "send", None, None),
    ("Iran will send ships to the Gulf next week, a minister said on Monday.", "send", "2024-11-11", "2024-11-17"),
    ("The death toll from Sunday's bombing rose to 40, officials said Tuesday.", "rose", None, None),
    ("The death toll from Sunday's bombing rose to 40, officials said Tuesday.", "bombing", "2024-11-03", "2024-11-03"),
    ("Forty people have died in fighting this week.", "died", "2024-11-04", "2024-11-10"),
    ("BEIRUT, Nov. 5 (Wire) - Rebels freed a hostage, officials said.", "freed", None, None),
    ("The ministry said 30 soldiers had been killed in the past 24 hours.", "killed", "2024-11-05", "2024-11-06"),
    (
        "Soldiers killed nine rebels in clashes on Monday and Tuesday in the north.",
        "killed",
        "2024-11-04",
        "2024-11-05",
    ),
    ("Between Monday and Wednesday, troops detained 40 men.", "detained", "2024-11-04", "2024-11-06"),
    ("From May 3 to 9, 1999, jets bombed the town.", "bombed", "1999-05-03", "1999-05-09"),
    ("Protesters have blocked the road since Monday.", "blocked", "2024-11-04", None),
    (
        "A suicide bomber killed 14 people in Quetta on Tuesday, officials said, in the second such attack this week.",
        "killed",
        "2024-11-05",
        "2024-11-05",
    ),
    (
        "Rebels attacked the town at dawn on Monday. The army responded with air strikes.",
        "attacked",
        "2024-11-04",
        "2024-11-04",
    ),
    ("Rebels attacked the town at dawn on Monday. The army responded with air strikes.", "responded", None, None),
    (
        "A bomb killed nine people in a mosque in Zaria on Friday.\n\nPolice said the attack was the work of a sect.\n\nThe attack wounded 30 people, a doctor said.",
        "wounded",
        "2024-11-01",
        "2024-11-01",
    ),
    (
        "Thousands marched in Tunis on Saturday against the law.\n\nPolice fired tear gas during the protest and arrested 20 people.",
        "fired",
        "2024-11-02",
        "2024-11-02",
    ),
    (
        "Thousands marched in Tunis on Saturday against the law.\n\nPolice fired tear gas during the protest and arrested 20 people.",
        "arrested",
        "2024-11-02",
        "2024-11-02",
    ),
    ("A bomb exploded in Quetta on Friday.\n\nAt least 12 people died in Karachi.", "died", None, None),
    ("A bomb exploded in Quetta on Friday.\n\nAnother 12 people were killed.", "killed", None, None),
    (
        "A bomb exploded in Quetta on Friday.\n\nTwelve people have been killed this year.",
        "killed",
        "2024-01-01",
        "2024-12-31",
    ),
    (
        "Three soldiers were killed on Monday when rebels attacked a post. The soldiers were on patrol when the rebels opened fire.",
        "opened",
        None,
        None,
    ),
    (
        "A man was arrested on Thursday over the assault of a nurse earlier in the week.",
        "arrested",
        "2024-10-31",
        "2024-10-31",
    ),
    ("A man was arrested on Thursday over the assault of a nurse earlier in the week.", "assault", None, None),
    ("The envoys met on Monday for talks on a truce.", "met", "2024-11-04", "2024-11-04"),
    ("The envoys met on Monday for talks on a truce.", "talks", "2024-11-04", "2024-11-04"),
    ("The grand jury charged a driver with manslaughter in the June 2014 crash.", "charged", None, None),
    ("Since its founding in 2013, the mission has lost 60 soldiers.", "lost", "2013-01-01", None),
    ("The force was founded in 2013 to support the new government.", "founded", "2013-01-01", "2013-12-31"),
    ("The force was founded in 2013 to support the new government.", "support", None, None),
    ("The rebels agreed on Monday to withdraw from the port.", "agreed", "2024-11-04", "2024-11-04"),
    ("The rebels agreed on Monday to withdraw from the port.", "withdraw", None, None),
    ("The rebels began on Monday to withdraw from the port.", "withdraw", "2024-11-04", "2024-11-04"),
    (
        "The ministry said jets struck the camp on Sunday, condemning the raid as aggression.",
        "struck",
        "2024-11-03",
        "2024-11-03",
    ),
    ("The ministry said jets struck the camp on Sunday, condemning the raid as aggression.", "condemning", None, None),
    (
        "Police on Wednesday charged a man with driving a van into a crowd last year, killing two people.",
        "charged",
        "2024-11-06",
        "2024-11-06",
    ),
    (
        "Police on Wednesday charged a man with driving a van into a crowd last year, killing two people.",
        "killing",
        None,
        None,
    ),
    ("MADRID, January 22 (Wire) - The group has threatened new attacks, media reported.", "threatened", None, None),
    ("Troops on Monday moved to retake the bridge.", "moved", "2024-11-04", "2024-11-04"),
    ("They rallied following Wednesday's vote.", "rallied", None, None),
    ("They rallied following Wednesday's vote.", "vote", "2024-11-06", "2024-11-06"),
    (
        "Five soldiers were killed in a raid this morning.\n\nThe fighting began when rebels attacked a bridge.",
        "killed",
        "2024-11-06",
        "2024-11-06",
    ),
    (
        "Five soldiers were killed in clashes this morning.\n\nThe fighting began when rebels attacked a bridge.",
        "attacked",
        "2024-11-06",
        "2024-11-06",
    ),
    (
        "Rebels attacked posts near the capital yesterday, resulting in two men being killed and one wounded.",
        "attacked",
        "2024-11-05",
        "2024-11-05",
    ),
    (
        "Rebels attacked posts near the capital yesterday, resulting in two men being killed and one wounded.",
        "killed",
        "2024-11-05",
        "2024-11-05",
    ),
    (
        "The judge appointed to investigate the killings was threatened on Monday.",
        "threatened",
        "2024-11-04",
        "2024-11-04",
    ),
    ("The judge appointed to investigate the killings was threatened on Monday.", "investigate", None, None),
    ("It was the deadliest attack since 2011.", "attack", None, None),
    ("The general held his first news conference since the offensive began on Nov. 2.", "held", None, None),
    ("The minister denied that the army is bombing the town, as the rebels charged on Monday.", "bombing", None, None),
    (
        "The police have reported that Tom Doe, a party leader, was shot dead by gunmen here today.",
        "shot",
        "2024-11-06",
        "2024-11-06",
    ),
    (
        "The report said that on March 7 rebel units attacked positions at the 5 November Dam.",
        "attacked",
        "2024-03-07",
        "2024-03-07",
    ),
    ("There will be no pardon for the planners of the massacre of 16 July.", "massacre", "2024-07-16", "2024-07-16"),
    ("The council condemned the massacre of 16 July.", "condemned", None, None),
    ("The council condemned the massacre of 16 July.", "massacre", "2024-07-16", "2024-07-16"),
    ("Foreign cash has flowed in since the invasion of 2003.", "invasion", "2003-01-01", "2003-12-31"),
    ("Most of those arrested after the minister's murder on Aug. 18 have been released.", "released", None, None),
    ("Most of those arrested after the minister's murder on Aug. 18 have been released.", "arrested", None, None),
    ("It is the rebels' biggest offensive in the last 10 years.", "offensive", None, None),
    ("The general spoke of the offensive begun on Oct. 11.", "offensive", "2024-10-11", "2024-10-11"),
    ("The clash lasted until 0400 on 28 March.", "clash", None, None),
    ("She led a protest against the choice of turf for the 2015 World Cup.", "protest", None, None),
    ("Troops fired at a crowd after prayers on Friday.", "fired", "2024-11-01", "2024-11-01"),
    (
        "Two soldiers were killed during clashes that took place in the capital on Monday.",
        "killed",
        "2024-11-04",
        "2024-11-04",
    ),
    ("Gunmen attacked a bus near Kano, killing six people on Friday.", "attacked", "2024-11-01", "2024-11-01"),
    (
        "Residents threw bricks at police, setting off riots Sunday in the old town.",
        "threw",
        "2024-11-03",
        "2024-11-03",
    ),
    ("The minister attacked the plan, accusing rebels on Monday of theft.", "attacked", None, None),
    (
        "A suicide bomber killed 14 people in a market in Quetta on Tuesday.\n\nThe bomber detonated his vest near a van, police said.",
        "detonated",
        "2024-11-05",
        "2024-11-05",
    ),
    (
        "Forces stormed a camp in Khartoum early on Monday, killing 35 people.\n\nWitnesses said troops opened fire on the crowd and burned tents. At least 116 people were wounded.",
        "opened",
        "2024-11-04",
        "2024-11-04",
    ),
    (
        "Forces stormed a camp in Khartoum early on Monday, killing 35 people.\n\nWitnesses said troops opened fire on the crowd and burned tents. At least 116 people were wounded.",
        "burned",
        "2024-11-04",
        "2024-11-04",
    ),
    (
        "Forces stormed a camp in Khartoum early on Monday, killing 35 people.\n\nWitnesses said troops opened fire on the crowd and burned tents. At least 116 people were wounded.",
        "wounded",
        "2024-11-04",
        "2024-11-04",
    ),
    ("Gunners shelled the capital on Monday. Two shells hit a tram stop.", "hit", "2024-11-04", "2024-11-04"),
    ("Gunners shelled the capital on Monday.\n\nThe army attacked the rebels.", "attacked", None, None),
    ("Soldiers shot a man on Monday. The clinic said he later died.", "died", None, None),
    ("Soldiers shot a man on Monday. Rebels attacked a post in Goma.", "attacked", None, None),
    ("Police shot a man in Lagos on Monday. In Abuja, police shot two men.", "shot", None, None),
    ("The militia attacked a village on Monday. It attacks farms and has killed hundreds.", "killed", None, None),
    ("Gunmen attacked a convoy on Monday. The second attack killed two guards.", "killed", None, None),
    ("Gunmen attacked a convoy on Monday. In this capital, rebels blew up a pylon.", "blew", None, None),
]


@pytest.mark.parametrize(("text", "word", "date", "enddate"), GOLD)
def test_dates_of_stories(text: str, word: str, date: str | None, enddate: str | None) -> None:
    doc = read(text)
    trigger = [t.i for t in doc.tokens if t.text == word][-1]
    found = event_date(doc, trigger)
    assert (found.date, found.enddate) == (date, enddate), found.why
    assert (found.basis == "none") == (date is None)


def test_dates_resumed_nouns_are_lemmas() -> None:
    table = resumed()
    assert all(word == word.lower() and "\t" not in word for acts in table.values() for word in (*acts, *table))
    assert table["blast"] & table["attack"] and not table["arrest"] & table["blast"]
