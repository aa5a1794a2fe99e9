"""Did it happen? One row per way in which a sentence can say so, or not; the trigger stands between asterisks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.annotate import Annotated
from dateline.extract.modality import judge, stance_of
from dateline.grammar.veridicality import compose, load_lexicon, under
from dateline.model import AttributionMention, Candidate, Judged

ACTUAL = """
The rebels *attacked* the town.
Police have *arrested* two ministers.
The army is *shelling* the port.
The *attack* killed nine people.
The talks *began* on Monday.
The soldiers managed to *seize* the bridge.
The envoy began to *negotiate* with the rebels.
Officials said the rebels *attacked* the town.
The minister announced that the troops had *left*.
He admitted that the army had *shelled* the port.
The ministry did not know that the rebels had *attacked*.
The president regretted that the talks had *collapsed*.
The army did not fail to *reach* the border.
The envoy condemned the *attack*.
The envoy did not condemn the *attack*.
After the *attack*, the border was closed.
The border was closed because protesters *stormed* the parliament.
The troops carried out an *attack* on the port.
Not only did the army *shell* the port, it also took the town.
They were forced to *leave* the country.
The general is said to have *fled* the capital.
Why did the army *shell* the port?
He could see that the crowd was *growing*.
They could not believe that the parties had *agreed*.
The army *threatened* to retaliate.
The union *accused* the regime of lying.
The ministry *refused* to sign the treaty.
The governor *ordered* police to clear the square.
The premier *promised* to resign.
They *called* for a ceasefire.
The troops used tear gas to *disperse* the crowd.
Protesters *blocked* the road, demanding a recount.
It was the first ship to *cross* the strait.
The envoy was surprised that the rebels *released* the hostages.
The group did not stop *firing* rockets.
A few rebels *attacked* the convoy.
A little girl was *killed*.
No fewer than twenty people were *killed*.
Thousands marched to *protest* against the law.
They claim to have *captured* the village.
The sanctions, imposed in 2014, were *lifted* on Monday.
The envoy *condemned* the 1994 massacre of the villagers.
The president *opened* a museum of the Second World War.
The army *killed* 2000 soldiers, the ministry says.
Since 2014 the bloc has *imposed* sanctions on the island.
Former Soviet states *signed* the accord.
It is the third time in the past decade that the army has *closed* the strait.
The junta has *freed* 300 men since the signing of the truce in 2011.
A court on Monday *convicted* two men of bombing the hall in 1997.
The first convoy since 1974 *crossed* the line on Friday.
On 8 November 2021 migrants *crossed* the border. Police say they came by bus.
The troops nevertheless *left* within a year.
The *offensive* failed.
The talks *collapsed*.
The *talks* collapsed.
Reports that troops *crossed* the river were confirmed.
No one disputes that the army *fired* first.
There is no doubt that the army *shelled* the market.
The spokesman did not deny that troops had *crossed*.
The guards allowed the convoy to *enter* the town.
The loan enabled them to *buy* guns.
In Paris on Monday the minister *signed* the accord.
Rebels *attacked* the town where the summit begins on Friday.
The president began to *speak*.
The army *rejected* reports of an attack.
The court rejected an appeal by the men *jailed* last month.
The *trial* of the general opened on Monday.
Officials said that rebels had *attacked* the port.
The army said it had *shelled* the village on Monday.
A man was arrested after he *stabbed* two guards.
By dawn the army had *taken* the bridge.
The rebels *shelled* the town that they had attacked on Sunday.
The ministry said the envoy had *met* the rebels last week.
A gunman who *killed* five people on Friday was shot by police.
The ministers *signed* a treaty during a ceremony marking last year's accord.
The police failed to prevent the crowd from *storming* the palace.
The rebels did not *leave* until the army had arrived.
Had the pilots not *bombed* the bridge, the rebels would have crossed it.
If the guards had not *fired*, the crowd would have entered.
The sides could not have *signed* the treaty without Oslo.
Not until Friday did the rebels *free* the hostages.
Nobody denies that the army *shelled* the town.
Only then did the guards *open* the gate.
No sooner had the army *left* than the rebels returned.
"""

FUTURE = """
The president will *visit* Warsaw.
They'll *visit* Warsaw.
The army is going to *withdraw*.
The bloc is to *impose* sanctions.
The bloc is set to *impose* sanctions.
The bloc is preparing to *respond* with sanctions.
The ministers plan to *meet* in Geneva.
The ministers are due to *meet* in Geneva.
The ministers are scheduled to *meet* in Geneva.
The ministers agreed to *meet* in Geneva.
The ministers vowed to *punish* the attackers.
The government promised to *release* the prisoners.
The government has decided to *expel* the ambassador.
The minister said he would *resign*.
The spokesman announced that troops would *leave* the valley.
The two leaders are *meeting* next week.
The delegation *arrives* tomorrow.
The premier will hold *talks* with the rebels.
The premier's planned *visit* was discussed.
The upcoming *elections* worry the bloc.
The government announced *sanctions* against the bank.
The plan to *expel* the envoys was made public.
Ministers to *meet* in Geneva
The summit is expected to *begin* on Friday.
The general is about to *resign*.
The bloc intends to *lift* the embargo.
The mission will *begin* and end in June.
The army will *advance* and seize the port.
The convoy will not only *enter* the town but stay there.
The king pledged to *send* aid.
They signed a contract to *deliver* forty tanks.
The prisoners, to be *released* in June, are ill.
The *offensive* is set to begin on Sunday.
The *talks* are due to resume in Vienna.
Next month's *summit* in Tunis worries the hosts.
Tomorrow's *vote* will decide the matter.
The council has set a date for the *referendum*.
The *vote* is set for Friday.
The two presidents agreed in a call that their officials would *meet*.
The junta scheduled the *election* for June.
The delegation *arrives* on Thursday.
The parliament *votes* on Tuesday on the budget.
Troops would *leave* the base within days, the general said.
The minister said the troops would *leave* within days.
The rebels agreed to *disarm*.
They did not abandon their plan to *attack*.
From Monday the city *bans* lorries from its centre.
As of 1 May the country *bars* foreign ships.
Once the rains end, the army *launches* its offensive.
The ban *takes* effect on 3 March.
"""

HYPOTHETICAL = """
The army may *attack* the town.
The army might *attack* the town.
The army could *attack* the town.
The bloc should *impose* sanctions.
The bloc must *impose* sanctions.
If the rebels *attack* the port, the army will respond.
If the rebels attack the port, the army will *respond*.
Unless the talks *resume*, the truce will end.
Should the talks *fail*, the truce would end.
The army threatened to *retaliate*.
The minister urged the bloc to *impose* sanctions.
The minister asked Moscow to *deploy* missiles.
The minister ordered the army to *attack*.
He wanted the missiles to be *deployed* in the west.
They hope to *reach* a deal.
They hoped it would not *happen*.
The rebels tried to *seize* the port.
He thought it was unlikely that Moscow would *accede*.
It is possible that the army *attacked* the convoy.
The union called for a *ceasefire*.
The union is considering *sanctions*.
The union warned of further *attacks*.
The threat to *cut* supplies alarmed Brussels.
The threat of *attack* remains.
The possibility of *talks* was raised.
There is a risk of *war* in the region.
They fear that the army will *attack*.
Perhaps the army *attacked* the convoy.
Will the army *attack* the town?
Did the army *attack* the town?
What prevents them from *deploying* missiles?
The envoy asked whether the army had *attacked*.
Troops were sent to the border to *protect* the villages.
The rebels demanded the *release* of the prisoners.
The government would have *fallen* without the vote.
*Withdraw* your troops!
The prospect of *cutting* the gas was raised.
He raised the prospect this week of *cutting* the gas.
He wanted the missiles *stationed* there.
An effort to *end* the war is under way.
The bloc is mulling new *sanctions*.
A possible *attack* worries the villagers.
The army needs to *withdraw*.
It is necessary to *withdraw* the troops.
The rebels have to *disarm*.
The general was unable to say whether the army would *attack*.
The general doubts that the truce will *hold*.
They prayed that the war would *end*.
The envoy doubted that the army had *crossed* the river.
The minister said the troops would *leave* if the talks failed.
That would *cost* lives, the minister said.
To win, the general said, the army would *bomb* the city.
Perhaps the court will *free* him.
Maybe they will *withdraw*.
The treaty allows inspectors to *enter* the site.
Iran offered to *halt* the work in exchange for relief.
The rebels agreed to *disarm* on condition that the prisoners be freed.
Without a mandate the force could scarcely *intervene*.
Had the truce held, the envoy would have *flown* home.
Were the army to withdraw, the rebels would *seize* the town.
The villagers have been offered land to *move*.
The council debated a bill to *ban* the party.
Were the rebels to *seize* the port, the government would fall.
Has the army *withdrawn* from the valley?
A law aimed at *banning* the party was debated.
If the rebels advance, the army will retreat and the government will *flee*.
The rebels will not *disarm* unless the army leaves.
"""

NEGATED = """
The rebels did not *attack* the town.
The rebels didn't *attack* the town.
The rebels never *attacked* the town.
The rebels have not *attacked* the town.
The minister will not *resign*.
The minister won't *resign*.
The minister cannot *travel*.
No troops *crossed* the border.
Nobody *attacked* the convoy.
None of the soldiers *crossed* the border.
Neither side *attacked*.
Few soldiers *fled*.
The government hardly *reacted*.
The envoy left without *signing* the treaty.
The minister failed to *attend* the summit.
The minister refused to *sign* the treaty.
The minister declined to *meet* the envoy.
The guards prevented the crowd from *entering* the building.
The ministry denied that the army had *attacked*.
The parties avoided *war*.
The parties were unable to *agree*.
The government forgot to *invite* the envoy.
The failure to *agree* angered the mediators.
His refusal to *resign* angered the crowd.
There was no *attack* that night.
The failed *coup* shook the country.
The *visit* was cancelled.
The army cancelled the *drills*.
He did not think that the army had *attacked*.
I don't believe they would *attack*.
Police thwarted an *attack* on the embassy.
The spokesman said the army had not *attacked* the town.
The king did not manage to *unite* the parties.
The accord does not mean that the war is *over*.
The leader had not *mentioned* the idea to him.
The two men did not *meet* or talk.
The troops did not enter or *shell* the town.
The union stopped *buying* gas.
The mayor abandoned the *march*.
The army almost *seized* the capital.
The ministry denied having *paid* the kidnappers.
Far from *retreating*, the rebels pushed on.
The council voted against *deploying* the guard.
The council voted against the *deployment* of the guard.
The general shelved a plan to *attack* the port.
The plan to *attack* the port was scrapped.
The plan to *attack* the port fell through.
Nothing came of the offer to *mediate*.
Nothing came of the proposal for a *summit*.
Their threat to *strike* came to nothing.
Not one of the villages was *shelled*.
Not a single shot was *fired*.
It is a myth that the army *burned* the church.
Claims of a *massacre* were baseless, the envoy said.
Reports that troops *crossed* the river were false.
The bill to *expel* the envoys was voted down.
The *summit* did not come to pass.
The *offensive* failed to materialise.
The envoy denied that the army had *crossed* the river.
The force could not *intervene*.
The army rejected reports of an *attack*.
The rebels gave up their bid to *seize* the capital.
The firm pulled out of *selling* tanks to the junta.
The army stopped short of *storming* the hall.
The party withdrew its offer to *join* the government.
He rejected the call to *resign*.
The republic no longer *trades* with its neighbour.
At no time did the army *shell* the town.
Nor did the rebels *release* the hostages.
A halt to *shipments* of oil was announced.
The junta does not intend to *free* the hostages.
The talks were to have *ended* on Friday.
The general pretended to *retreat*.
The guards prevented the mob from *burning* the mosque.
The rebels have yet to *release* the hostages.
The premier stopped short of *condemning* the raid.
The army came close to *shelling* the town.
Parliament voted down a proposal to *recognise* the republic.
The envoy ruled out *meeting* the rebels.
The cabinet dropped plans to *deport* the migrants.
"""

HISTORICAL = """
The two countries *fought* a war decades ago.
The army *seized* power in 1985, and in 2021 it did so again.
The king *visited* Berlin during the Cold War.
The island was *occupied* during the Second World War.
The parties *signed* a treaty thirty years ago.
The two armies *clashed* in 1994. The talks of 2021 are calmer.
The village was *burned* centuries ago.
In 1971 the army *burned* the archive; the hall where lawyers met this week is still black.
The talks are the first since the two islands *fought* over the reef in 1987.
The 1979 *uprising* still divides the families of the valley.
The general, *jailed* in 2003 and now a deputy, spoke on Friday.
The guards, who *shot* dozens of villagers in the seventies, handed over their files on Monday.
The king *ceded* the port centuries ago, the brief recalls.
The *partition* of the province in 1921 parted the families, who met on Sunday.
The poet had been *expelled* from the union under Stalin; she died on Friday.
He remembers the autumn of 1982, when the company *closed* the mine.
Seven years after the army *seized* power, the country votes.
Two decades after the *invasion*, the country votes.
The mine was *closed* under Thatcher.
He recalled how Soviet tanks *entered* the capital.
Thousands marched on the thirtieth anniversary of the *massacre*.
His father had been *jailed* under the previous king.
The accord was *signed* in the late 1980s.
The two used to *trade* freely.
The opposition, which had *boycotted* the vote in March, returns to parliament today.
Lawmakers debate a tax that an earlier cabinet had *introduced* in 2023.
Fishermen displaced by a coup that *toppled* the king five years ago demand land.
The bridge, *closed* since 2019, reopens to trucks.
A court frees a singer who was *jailed* last year for mocking the emir.
Judges open the trial of officers over last year's *massacre* in Tarn.
The two armies had previously *exchanged* prisoners in May.
Prosecutors charge three men with a *bombing* that killed nine people in 2019.
The port reopens; it had been *blockaded* for two years by the rebels.
Widows remember how the militia had *burned* their houses.
The union formerly *backed* the premier.
Thousands march to mark five years since the army *seized* power.
The regime *executed* forty people last year, a watchdog says.
Police arrest a man who had *escaped* from prison the previous week.
"""


def rows(modality: str, text: str) -> list[tuple[str, str]]:
    return [(line, modality) for line in text.strip().splitlines()]


TABLE = [
    *rows("actual", ACTUAL),
    *rows("future", FUTURE),
    *rows("hypothetical", HYPOTHETICAL),
    *rows("negated", NEGATED),
    *rows("historical", HISTORICAL),
]


def judged(read_text: Callable[..., Annotated], marked: str) -> Judged:
    """The modality of the words between asterisks."""
    before, trigger, after = marked.split("*")
    annotated = read_text(before + trigger + after)
    start, end = annotated.tokens((len(before), len(before) + len(trigger)))
    return judge(annotated, (start, end), annotated.doc[start:end].root.i)


@pytest.mark.parametrize(("sentence", "modality"), TABLE)
def test_modality(read_text: Callable[..., Annotated], sentence: str, modality: str) -> None:
    found = judged(read_text, sentence)
    assert found.modality == modality, found.rule
    assert 0 < found.confidence < 1
    assert found.rule


def test_the_table_is_broad() -> None:
    assert len(TABLE) >= 120


@pytest.mark.parametrize("sentence", ["The army attacked in 2009.", "The army attacked two years before."])
def test_background_needs_a_present(read_text: Callable[..., Annotated], sentence: str) -> None:
    assert judge(read_text(sentence), (2, 3), 2).modality == "actual"


@pytest.mark.parametrize(
    ("text", "trigger", "modality"),
    [
        ("The army attacked the town in 2009.", "attacked", "historical"),
        ("In March 2020 the bloc imposed sanctions.", "imposed", "historical"),
        ("In December 2020 the bloc imposed sanctions.", "imposed", "actual"),
        ("The bloc imposed sanctions in 2021.", "imposed", "actual"),
        ("The rebels seized the town eighteen months ago.", "seized", "historical"),
        ("The rebels seized the town six months ago.", "seized", "actual"),
    ],
)
def test_the_publication_day_tells_what_is_background(read_text, text: str, trigger: str, modality: str) -> None:
    annotated = read_text(text, published="2021-11-13")
    start, end = annotated.tokens((text.index(trigger), text.index(trigger) + len(trigger)))
    assert judge(annotated, (start, end), start).modality == modality


MODALITIES = st.sampled_from(["actual", "future", "hypothetical", "negated"])
SIGNATURES = st.sampled_from(sorted(set(load_lexicon().signatures.values())))


@given(MODALITIES)
def test_plain_surroundings_change_nothing(modality) -> None:
    assert compose("actual", modality) == modality
    assert compose(modality, "actual") == modality


@given(SIGNATURES, MODALITIES)
def test_every_signature_gives_a_modality(signature: str, governor) -> None:
    assert under(signature, governor) in ("actual", "future", "hypothetical", "negated")


def test_denying_twice_affirms() -> None:
    assert compose("negated", "negated") == "actual"
    assert under("-+", "negated") == "actual"


# ── Stance ───────────────────────────────────────────────────────────────────────────────────────────────────────


def stand(read_text: Callable[..., Annotated], text: str, trigger: str, *said: tuple[str, str, int | None]):
    """The stance to a trigger, given (cue, content, parent) of each attribution."""
    annotated = read_text(text)
    start = text.index(trigger)
    span = (start, start + len(trigger))
    tokens = annotated.tokens(span)
    candidate = Candidate(
        head=tokens[0], trigger=span, trigger_tokens=tokens, span=(0, len(text)), frame="", actors=(), actor_spans=()
    )
    attributions = tuple(
        AttributionMention(
            kind="indirect",
            source=None,
            source_span=None,
            cue_span=(text.index(cue), text.index(cue) + len(cue)),
            content_spans=((text.index(content), text.index(content) + len(content)),),
            parent=parent,
        )
        for cue, content, parent in said
    )
    return stance_of(annotated, candidate, attributions)


@pytest.mark.parametrize(
    ("text", "trigger", "said", "expected"),
    [
        ("The army left the town.", "left", [], (None, "asserted", ())),
        ("Officials said the army left.", "left", [("said", "the army left", None)], (0, "claimed", ())),
        ("Officials denied the army left.", "left", [("denied", "the army left", None)], (0, "denied", ())),
        ("Officials doubted the army left.", "left", [("doubted", "the army left", None)], (0, "doubted", ())),
        ("They could not confirm he left.", "left", [("confirm", "he left", None)], (0, "doubted", ())),
        ("The union accused Minsk of lying.", "accused", [("accused", "Minsk of lying", None)], (None, "asserted", ())),
        ("The union accused Minsk of lying.", "lying", [("accused", "of lying", None)], (0, "claimed", ())),
        (
            "Kyiv said Moscow denied that troops crossed.",
            "crossed",
            [("said", "Moscow denied that troops crossed", None), ("denied", "that troops crossed", 0)],
            (1, "denied", ()),
        ),
        (
            "Kyiv denied that Moscow said troops crossed.",
            "crossed",
            [("denied", "that Moscow said troops crossed", None), ("said", "troops crossed", 0)],
            (1, "claimed", ((0, "denied"),)),
        ),
        ("The army allegedly shelled the town.", "shelled", [], (None, "claimed", ())),
        (
            "The rebels shelled the town. The rebels denied responsibility.",
            "shelled",
            [("denied", "responsibility", None)],
            (None, "asserted", ((0, "denied"),)),
        ),
        (
            "Kyiv said rebels shelled the town. Moscow rejected the accusation.",
            "shelled",
            [("said", "rebels shelled the town", None), ("rejected", "the accusation", None)],
            (0, "claimed", ((1, "denied"),)),
        ),
        (
            "Kyiv said rebels shelled the town. Moscow denied that it would attack.",
            "shelled",
            [("said", "rebels shelled the town", None), ("denied", "that it would attack", None)],
            (0, "claimed", ()),
        ),
    ],
)
def test_stance(read_text: Callable[..., Annotated], text: str, trigger: str, said, expected) -> None:
    assert stand(read_text, text, trigger, *said) == expected
