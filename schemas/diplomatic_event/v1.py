"""`diplomatic_event@1.0`: who met, called or wrote to whom, when, where, about what, with what result.

In: what a model (or the rules) says of one article, as `Reply`. Out: `Record`, with every date, code and ontology class
computed by code from the article's own words. A field's description travels to the model, so it is written for one.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from extractor.diplomacy import derivation
from extractor.diplomacy.countries import place_key, side_code
from extractor.diplomacy.dates import Date
from extractor.fields import Compare, Identity, Verbatim
from extractor.models import Article, Warning

TASK = "diplomatic_event"
VERSION = "1.0"


class Strict(BaseModel):
    """Every field is written out: an absent value is null or an empty list, never a missing key."""

    model_config = ConfigDict(extra="forbid")


class NoEventReason(StrEnum):
    """Why an article holds no event."""

    STATEMENT_ONLY = "statement_only"
    COMMENTARY = "commentary"
    DOMESTIC_ONLY = "domestic_only"
    NON_DIPLOMATIC = "non_diplomatic"
    BACKGROUND_ONLY = "background_only"
    LIST_OR_SCHEDULE = "list_or_schedule"
    UNREADABLE = "unreadable"


class EventType(StrEnum):
    """The most specific diplomatic act."""

    MEETING = "meeting"
    CALL = "call"
    VISIT = "visit"
    CORRESPONDENCE = "correspondence"
    NEGOTIATION = "negotiation"
    MEDIATION = "mediation"
    CONSULTATIONS = "consultations"
    SIGNING = "signing"
    TIES = "ties"
    CEREMONY = "ceremony"
    INVITATION = "invitation"
    SUMMONS = "summons"
    EXPULSION = "expulsion"
    REFUSAL = "refusal"
    OTHER = "other"


class Realis(StrEnum):
    """What the text asserts about the event on the day it was written."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    DENIED = "denied"


class Channel(StrEnum):
    """How the sides were in contact."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    LETTER = "letter"
    SOCIAL_MEDIA = "social_media"
    HYBRID = "hybrid"
    UNSPECIFIED = "unspecified"


class Setting(StrEnum):
    """Whose ground the sides met on."""

    HOST_COUNTRY = "host_country"
    THIRD_COUNTRY = "third_country"
    SIDELINES = "sidelines"
    VIRTUAL = "virtual"
    UNSPECIFIED = "unspecified"


class Level(StrEnum):
    """The office a participant held, by rank."""

    HEAD_OF_STATE = "head_of_state"
    HEAD_OF_GOVERNMENT = "head_of_government"
    FOREIGN_MINISTER = "foreign_minister"
    DEPUTY_FOREIGN_MINISTER = "deputy_foreign_minister"
    OTHER_MINISTER = "other_minister"
    IO_HEAD = "io_head"
    AMBASSADOR = "ambassador"
    ENVOY = "envoy"
    LEGISLATOR = "legislator"
    OFFICIAL = "official"
    OTHER = "other"


class Role(StrEnum):
    """The direction of a participant's part in the event."""

    HOST = "host"
    GUEST = "guest"
    INITIATOR = "initiator"
    COUNTERPART = "counterpart"
    SENDER = "sender"
    RECIPIENT = "recipient"
    MEDIATOR = "mediator"
    SIGNATORY = "signatory"
    PARTICIPANT = "participant"


class Theme(StrEnum):
    """What was discussed, by broad subject."""

    BILATERAL_RELATIONS = "bilateral_relations"
    REGIONAL_ISSUES = "regional_issues"
    CONFLICT = "conflict"
    DEFENCE = "defence"
    ARMS_CONTROL = "arms_control"
    TERRORISM = "terrorism"
    TRADE_INVESTMENT = "trade_investment"
    ENERGY = "energy"
    DEVELOPMENT_HUMANITARIAN = "development_humanitarian"
    MIGRATION = "migration"
    CONSULAR = "consular"
    HUMAN_RIGHTS = "human_rights"
    ENVIRONMENT = "environment"
    SCIENCE_TECHNOLOGY = "science_technology"
    HEALTH = "health"
    EDUCATION_CULTURE = "education_culture"
    TRANSPORT = "transport"
    MULTILATERAL_INSTITUTIONS = "multilateral_institutions"
    SANCTIONS = "sanctions"
    TERRITORY = "territory"
    PROTOCOL = "protocol"
    OTHER = "other"


class Stance(StrEnum):
    """What a speaker does by a statement."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    URGE = "urge"
    CONDEMN = "condemn"
    THANK = "thank"
    CONGRATULATE = "congratulate"
    CONDOLE = "condole"
    OFFER = "offer"
    WARN = "warn"
    CONCERN = "concern"
    REAFFIRM = "reaffirm"
    DENY = "deny"
    OTHER = "other"


class OutcomeKind(StrEnum):
    """The kind of a stated result."""

    AGREEMENT = "agreement"
    MEMORANDUM = "memorandum"
    JOINT_STATEMENT = "joint_statement"
    NEXT_MEETING = "next_meeting"
    INVITATION_ACCEPTED = "invitation_accepted"
    MECHANISM = "mechanism"
    PLEDGE = "pledge"
    DECISION = "decision"


class OutcomeStatus(StrEnum):
    """How far a result has come."""

    DONE = "done"
    AGREED = "agreed"
    PLANNED = "planned"


class AttributionKind(StrEnum):
    """Who says that the event happened."""

    OFFICIAL_RELEASE = "official_release"
    SOCIAL_POST = "social_post"
    OFFICIAL_SOURCE = "official_source"
    DIPLOMATIC_SOURCES = "diplomatic_sources"
    MEDIA_REPORT = "media_report"
    UNSTATED = "unstated"


class MilestoneKind(StrEnum):
    """The kind of a dated or counted fact about a relationship."""

    RELATIONS_ESTABLISHED = "relations_established"
    MISSION_OPENED = "mission_opened"
    PARTNERSHIP_UPGRADED = "partnership_upgraded"
    MECHANISM_LAUNCHED = "mechanism_launched"
    ANNIVERSARY = "anniversary"
    NTH_MEETING = "nth_meeting"
    FIRST_SINCE = "first_since"
    RECOGNITION = "recognition"
    AGREEMENT_IN_FORCE = "agreement_in_force"
    OTHER = "other"


# ── what the model fills ──────────────────────────────────────────────────────────────────────────────────────────

Quote = Annotated[str, Verbatim(), Compare("quote")]


class Location(Strict):
    """Where the sides met."""

    quote: Quote = Field(description="The article's words that say where they met, copied exactly.")
    city: Annotated[str | None, Compare("place", key=place_key)] = Field(
        description="City or town of the contact, as named; null if none is named. Not the dateline's city."
    )
    country: Annotated[str | None, Compare("place", key=side_code)] = Field(
        description="Country of the contact, as named or evident from the city."
    )
    setting: Annotated[Setting, Compare("exact")] = Field(
        description="host_country: on one side's ground. third_country: on the ground of a state that is no side. "
        "sidelines: at the margin of a larger gathering. virtual: nobody travelled. unspecified: the text "
        "does not say."
    )


class Participant(Strict):
    """A principal who took part, or a side for which nobody is named."""

    name: Annotated[str | None, Verbatim(), Compare("name")] = Field(
        description="The person's name as the article spells it, the longest form it uses, office left out. Null for a "
        "side for which the article names nobody. Spokespersons and authors are no participants."
    )
    title: Annotated[str | None, Verbatim(), Compare("prose")] = Field(
        description='The office as written ("Foreign Minister", "US Secretary of State"); null if none is given.'
    )
    level: Annotated[Level, Compare("exact")] = Field(
        description="Rank of the office. head_of_state: president with a state's highest office, monarch. "
        "head_of_government: prime minister, chancellor. foreign_minister: also a US secretary of state. "
        "deputy_foreign_minister: also state secretary or undersecretary for foreign affairs. other_minister: "
        "any other cabinet member. io_head: heads an international organisation. ambassador: head or member "
        "of a mission. envoy: special representative, negotiator. legislator: member or speaker of "
        "parliament. official: any other public office. other: none of these, or no person named."
    )
    country: Annotated[str | None, Verbatim(optional=True), Compare("place", key=side_code)] = Field(
        description="The state or organisation this participant speaks for, as named in the article or evident from the "
        "office; not the person's nationality. Write the name, never a code."
    )
    role: Annotated[Role, Compare("exact")] = Field(
        description="host and guest: of a visit. initiator and counterpart: the text says who called or asked whom. "
        "sender and recipient: of a message or invitation. mediator: between two other sides. signatory: "
        "signed. participant: the text gives no direction."
    )


class Topic(Strict):
    """One theme that the article reports as discussed."""

    quote: Quote = Field(description="The words that report this theme as discussed, copied exactly.")
    theme: Annotated[Theme, Compare("exact")] = Field(
        description='Only what is reported as discussed, nothing inferred. "Bilateral relations and regional issues" is '
        "exactly bilateral_relations and regional_issues. conflict: a war or crisis. defence: arms sales, "
        "alliances, military cooperation. arms_control: weapons limits, nuclear files, missile tests. "
        "territory: borders, status of land. protocol: congratulations, appointments, condolences. consular: "
        "citizens abroad, visas, missions. multilateral_institutions: work or elections of international "
        "bodies. other: nothing above fits."
    )


class Statement(Strict):
    """Something a participant said in or about this event."""

    quote: Quote = Field(description="The words that carry the statement, direct or reported, copied exactly.")
    speaker: Annotated[str, Compare("name")] = Field(
        description="The participant who said it, by name; or the side, if nobody is named."
    )
    stance: Annotated[Stance, Compare("exact")] = Field(
        description="What the speaker does by saying it: support, oppose, urge (ask others to act), condemn, thank, "
        "congratulate, condole, offer, warn (of consequences), concern (worry), reaffirm (repeat a "
        "commitment), deny; other: plain description or wish."
    )


class Outcome(Strict):
    """A result that the article states. \"Exchanged views\" is none."""

    quote: Quote = Field(description="The words that state the result, copied exactly.")
    kind: Annotated[OutcomeKind, Compare("exact")] = Field(
        description="agreement: binding text or stated accord. memorandum: memorandum of understanding. joint_statement: "
        "a text issued together. next_meeting: a further contact fixed. invitation_accepted. mechanism: a "
        "standing body or format. pledge: one side promises something concrete. decision: anything else "
        "decided."
    )
    status: Annotated[OutcomeStatus, Compare("exact")] = Field(
        description="done: completed or signed. agreed: settled, not yet carried out. planned: intended."
    )


class Attribution(Strict):
    """Who says that the event happened."""

    kind: Annotated[AttributionKind, Compare("exact")] = Field(
        description="official_release: a statement, readout or press release. social_post: a post by an office or "
        "participant. official_source: an official or spokesperson speaking. diplomatic_sources: unnamed "
        "diplomats. media_report: another outlet. unstated: the article itself."
    )
    cited: Annotated[list[Annotated[str, Verbatim()]], Compare("set")] = Field(
        description="The sources as named in the article, copied exactly; empty if none."
    )


class EventReply(Strict):
    """One specific contact between at least two sides."""

    quote: Quote = Field(
        description="As few whole sentences as are needed to report this event, copied exactly from the article."
    )
    is_main: Annotated[bool, Compare("exact")] = Field(
        description="True for the one event that headline and lead carry; exactly one event is the main one."
    )
    event_type: Annotated[EventType, Compare("exact")] = Field(
        description="The most specific act, not its subject. If several fit: signing before mediation before negotiation "
        "before visit before meeting before call before correspondence. A visit and the meeting held during "
        "it are one event, the visit. meeting: sides came together. call: by telephone or video. visit: one "
        "side went to the other's country. correspondence: letter, message, cable. negotiation: bargaining "
        "towards an agreement. mediation: a third party between two sides. consultations: a standing "
        "mechanism or commission. ties: recognise, establish, restore or sever relations; a mission opened or "
        "closed. ceremony: credentials, funeral, inauguration. invitation: extended, and nothing more yet. "
        "summons: an ambassador called in. expulsion: diplomats sent home. refusal: a contact turned down. "
        "other: none of these."
    )
    realis: Annotated[Realis, Compare("exact")] = Field(
        description="What the article claims on the day it was written. actual: it happened or is happening. planned: "
        "still ahead. postponed. cancelled. refused: one side declined. denied: a side says it did not "
        "happen."
    )
    channel: Annotated[Channel, Compare("exact")] = Field(
        description='Only what the words say; "spoke with" says neither phone nor video and is unspecified. video also '
        'for "virtual meeting". letter for any written message. social_media for a post addressed to the '
        "other side."
    )
    date_text: Annotated[str | None, Verbatim(), Compare("quote")] = Field(
        description='The words that say when this very event happened, copied exactly ("on Thursday"); never a date that '
        "belongs to something else; null if no words say it. Do not compute a date."
    )
    location: Location | None = Field(
        description="Where they met; null for calls and letters, unless a place is given. Neither the city of a dateline "
        "nor a capital named for its government is a location."
    )
    frame: Annotated[str | None, Verbatim(), Compare("prose")] = Field(
        description='The larger gathering or mechanism around it ("APEC summit"), as named; else null.'
    )
    participants: list[Participant] = Field(
        description="Each named principal once, and for a side without one a single entry whose name is null."
    )
    topics: Annotated[
        list[Topic],
        Compare("objects"),
        Identity((("theme", 1.0),), gate=1.0),
    ] = Field(description="Themes reported as discussed.")
    subjects: Annotated[list[Annotated[str, Verbatim()]], Compare("set", key=place_key)] = Field(
        description="Countries, territories or organisations that the talk was about, as named, the sides themselves "
        "excepted."
    )
    statements: Annotated[
        list[Statement],
        Compare("objects"),
        Identity((("speaker", 0.5), ("stance", 0.25), ("quote", 0.25)), gate=0.6),
    ] = Field(description="What participants said in or about this event.")
    outcomes: Annotated[
        list[Outcome],
        Compare("objects"),
        Identity((("kind", 0.6), ("quote", 0.4)), gate=0.5),
    ] = Field(description="Stated results; usually none.")
    duration_minutes: Annotated[int | None, Compare("exact")] = Field(
        ge=0, description='Length in minutes if the article gives it ("half an hour" is 30); else null.'
    )
    attribution: Attribution = Field(description="Who says that it happened.")


class Milestone(Strict):
    """A fact about a relationship that carries a date or a number."""

    quote: Quote = Field(description="The words that state the fact, copied exactly.")
    kind: Annotated[MilestoneKind, Compare("exact")] = Field(
        description="relations_established, mission_opened (embassy or consulate), partnership_upgraded, "
        "mechanism_launched (standing format), anniversary (of relations), nth_meeting (a count of meetings), "
        "first_since (first in so long), recognition (of a state), agreement_in_force (signed or in force), "
        "other."
    )
    date_text: Annotated[str | None, Verbatim(), Compare("quote")] = Field(
        description="The words that say when, copied exactly; else null."
    )
    countries: Annotated[list[str], Compare("set", key=side_code)] = Field(
        description="The states or organisations concerned, as named."
    )
    value: Annotated[int | None, Compare("exact")] = Field(
        description="The number, if the article counts something (a 50th jubilee is 50, a third meeting 3); else null."
    )


MilestoneIdentity = Identity((("kind", 0.6), ("quote", 0.4)), gate=0.6)


class Reply(Strict):
    """Everything a model says of one article."""

    events: list[EventReply] = Field(
        description="Specific contacts between at least two sides, or announcements, invitations, cancellations, "
        "postponements, refusals or denials of one. Contacts with other counterparts, on another day or by "
        "another channel are separate events; each country on a tour is a visit of its own; one meeting of "
        "five parties stays one event. Empty if there is none."
    )
    no_event_reason: NoEventReason | None = Field(
        description="Null if there are events. Else: statement_only (a speech, interview or declaration), commentary, "
        "domestic_only, non_diplomatic (business, sport, culture), background_only (only past contacts "
        "without a date or identified sides), list_or_schedule (calendar, digest), unreadable."
    )
    milestones: list[Milestone] = Field(
        description="Facts about a relationship that carry a date or a number, wherever the article tells them."
    )

    @model_validator(mode="after")
    def _whole(self) -> Reply:
        """Nothing found is an answer with a reason, and of several events one carries the article."""
        if bool(self.events) == (self.no_event_reason is not None):
            raise ValueError("no_event_reason must be null if there are events, and name the reason if there are none")
        mains = sum(event.is_main for event in self.events)
        if self.events and mains != 1:
            raise ValueError(f"exactly one event must have is_main true, not {mains}")
        return self


# ── what the user gets ────────────────────────────────────────────────────────────────────────────────────────────

Code = Annotated[str | None, Compare("exact")]


class ParticipantRecord(Participant):
    """A participant with the code of the side."""

    country_code: Code = Field(description="ISO 3166-1 alpha-3, XKX, or an organisation's acronym; null if unresolved.")


class EventRecord(EventReply):
    """An event with everything that code computes."""

    participants: Annotated[  # type: ignore[assignment]  # narrower items, never appended to through the base class
        list[ParticipantRecord],
        Compare("objects"),
        Identity((("name", 1.0),), gate=0.7, fallback=("country_code", "role")),
    ]
    date: Annotated[Date, Compare("date")]
    sides: Annotated[list[str], Compare("set")]
    dyad: Code
    plover: Code
    cameo: Code


class Record(Strict):
    """One article's record."""

    events: Annotated[
        list[EventRecord],
        Compare("objects"),
        Identity(
            (("sides+participants.name", 0.45), ("event_type", 0.30), ("date", 0.15), ("location.city", 0.10)),
            gate=0.35,
        ),
    ]
    no_event_reason: Annotated[NoEventReason | None, Compare("exact")]
    milestones: Annotated[list[Milestone], Compare("objects"), MilestoneIdentity]


def derive(reply: Reply, article: Article) -> Record:
    """Compute every date, code and class from the words of the reply; nothing the model said is changed."""
    events = [_event(event, article) for event in reply.events]
    return Record(events=events, no_event_reason=reply.no_event_reason, milestones=reply.milestones)


def _event(event: EventReply, article: Article) -> EventRecord:
    said: dict[str, Any] = event.model_dump()
    said["participants"] = [
        {
            **participant.model_dump(),
            "country_code": derivation.participant_code(participant.country, participant.title),
        }
        for participant in event.participants
    ]
    return EventRecord.model_validate({**said, **derivation.computed(said, article)})


def warnings(record: Record, article: Article) -> list[Warning]:  # noqa: ARG001  # the pipeline offers both
    """What a reviewer should look at in this record."""
    return derivation.warnings([event.model_dump() for event in record.events])


def baseline(article: Article) -> Reply:
    """The rule-based reply to an article: no model, words and tables only."""
    from extractor.diplomacy import rules  # noqa: PLC0415  # its word tables cost time that only the baseline needs

    return Reply.model_validate(rules.read(article))
