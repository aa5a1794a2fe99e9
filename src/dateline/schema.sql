-- The store. Tables hold the items of each record under the keys of the record (`dateline/1`), so that what the
-- program prints and what the store holds are one thing. `roles`, `mentions` and `opinions` are views that lay the
-- lists of these tables out as rows. Every span is [start, end) in Unicode characters of `documents.text`.

CREATE TABLE meta (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
COMMENT ON TABLE meta IS 'What the store says of itself.';
COMMENT ON COLUMN meta.name IS 'schema: the number of this layout; made_by: the version of Dateline that made the store.';
COMMENT ON COLUMN meta.value IS 'The value, as text.';

CREATE TABLE documents (
    id VARCHAR PRIMARY KEY,
    source VARCHAR,
    url VARCHAR,
    publisher VARCHAR,
    title VARCHAR,
    language VARCHAR,
    published DATE,
    published_at VARCHAR,
    text VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    coder STRUCT(version VARCHAR, models MAP(VARCHAR, VARCHAR), knowledge VARCHAR, settings VARCHAR) NOT NULL,
    fingerprint VARCHAR,
    given STRUCT(title VARCHAR, url VARCHAR, publisher VARCHAR, published VARCHAR),
    html VARCHAR
);
COMMENT ON TABLE documents IS 'The reports, one row each, with what is needed to code them again.';
COMMENT ON COLUMN documents.id IS 'The id that was given, or that the reader made.';
COMMENT ON COLUMN documents.source IS 'The path or address that it was read from.';
COMMENT ON COLUMN documents.url IS 'Canonical address of the report.';
COMMENT ON COLUMN documents.publisher IS 'Who published it.';
COMMENT ON COLUMN documents.title IS 'Its title; may not be in the text.';
COMMENT ON COLUMN documents.language IS 'ISO 639-1 code.';
COMMENT ON COLUMN documents.published IS 'Publication day; null if unknown.';
COMMENT ON COLUMN documents.published_at IS 'Publication instant (ISO 8601), where the page gives one.';
COMMENT ON COLUMN documents.text IS 'The text that every span points into.';
COMMENT ON COLUMN documents.content IS 'sha256 of the text: the first part of the key of every item.';
COMMENT ON COLUMN documents.digest IS 'sha256 of the whole record as JSON: equal means that nothing changed.';
COMMENT ON COLUMN documents.coder IS 'The version, models (name to sha256), knowledge and settings that made the record.';
COMMENT ON COLUMN documents.fingerprint IS 'sha256 of the report as it was read; null if it was not kept.';
COMMENT ON COLUMN documents.given IS 'What was given with the report from outside, before anything was read from the page.';
COMMENT ON COLUMN documents.html IS 'The page as it was read, if it was HTML.';

CREATE TABLE parts (document VARCHAR NOT NULL, position INTEGER NOT NULL, key VARCHAR NOT NULL, span INTEGER[] NOT NULL, kind VARCHAR NOT NULL);
COMMENT ON TABLE parts IS 'Marked stretches of a report; what no part marks is body.';
COMMENT ON COLUMN parts.document IS 'The report (documents.id).';
COMMENT ON COLUMN parts.position IS 'Its place in the record, from 0.';
COMMENT ON COLUMN parts.key IS 'Hash of content, kind of item and place in the text: the same in every run.';
COMMENT ON COLUMN parts.span IS 'Where it stands.';
COMMENT ON COLUMN parts.kind IS 'headline, dateline, byline, body, caption, credit or boilerplate.';

CREATE TABLE notes (document VARCHAR NOT NULL, position INTEGER NOT NULL, code VARCHAR NOT NULL, message VARCHAR NOT NULL);
COMMENT ON TABLE notes IS 'What a reader of a record must know.';
COMMENT ON COLUMN notes.document IS 'The report (documents.id).';
COMMENT ON COLUMN notes.position IS 'Its place in the record, from 0.';
COMMENT ON COLUMN notes.code IS 'Such as no_publication_date.';
COMMENT ON COLUMN notes.message IS 'The same as a sentence.';

CREATE TABLE actors (
    document VARCHAR NOT NULL, position INTEGER NOT NULL, key VARCHAR NOT NULL, id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    country VARCHAR,
    sectors VARCHAR[] NOT NULL,
    wikidata VARCHAR,
    mentions INTEGER[][] NOT NULL,
    confidence DOUBLE NOT NULL
);
COMMENT ON TABLE actors IS 'Who acts, is acted upon, or speaks in a report.';
COMMENT ON COLUMN actors.document IS 'The report (documents.id).';
COMMENT ON COLUMN actors.position IS 'Its place in the record, from 0.';
COMMENT ON COLUMN actors.key IS 'Hash of content, kind of item and place in the text: the same in every run.';
COMMENT ON COLUMN actors.id IS 'Its id inside the report (a1).';
COMMENT ON COLUMN actors.name IS 'The fullest name.';
COMMENT ON COLUMN actors.kind IS 'person, state, organisation, group or place (a place name that stands for its government).';
COMMENT ON COLUMN actors.country IS 'ISO 3166 alpha-3, or KOS IGO UNO EUR NGO ISM IMG MNC of PLOVER; null if unknown.';
COMMENT ON COLUMN actors.sectors IS 'PLOVER sector codes, the most telling first.';
COMMENT ON COLUMN actors.wikidata IS 'Wikidata item, if known.';
COMMENT ON COLUMN actors.mentions IS 'Spans of all words that stand for it, pronouns included.';
COMMENT ON COLUMN actors.confidence IS 'How sure the program is of who this is, from 0 to 1.';

CREATE TABLE places (
    document VARCHAR NOT NULL, position INTEGER NOT NULL, key VARCHAR NOT NULL, id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    mentions INTEGER[][] NOT NULL,
    geonameid INTEGER,
    country VARCHAR,
    admin1 VARCHAR,
    lat DOUBLE,
    lon DOUBLE,
    precision VARCHAR,
    confidence DOUBLE NOT NULL
);
COMMENT ON TABLE places IS 'Places as places; not resolved: all location columns null.';
COMMENT ON COLUMN places.document IS 'The report (documents.id).';
COMMENT ON COLUMN places.position IS 'Its place in the record, from 0.';
COMMENT ON COLUMN places.key IS 'Hash of content, kind of item and place in the text: the same in every run.';
COMMENT ON COLUMN places.id IS 'Its id inside the report (p1).';
COMMENT ON COLUMN places.name IS 'Its name.';
COMMENT ON COLUMN places.mentions IS 'Spans of the words that name it.';
COMMENT ON COLUMN places.geonameid IS 'GeoNames id.';
COMMENT ON COLUMN places.country IS 'ISO 3166 alpha-3.';
COMMENT ON COLUMN places.admin1 IS 'First-level division.';
COMMENT ON COLUMN places.lat IS 'Latitude in degrees (WGS 84).';
COMMENT ON COLUMN places.lon IS 'Longitude in degrees (WGS 84).';
COMMENT ON COLUMN places.precision IS 'point, city, admin2, admin1, country, border or region.';
COMMENT ON COLUMN places.confidence IS 'How sure the program is of which place this is, from 0 to 1.';

CREATE TABLE times (
    document VARCHAR NOT NULL, position INTEGER NOT NULL, key VARCHAR NOT NULL, id VARCHAR NOT NULL,
    span INTEGER[] NOT NULL,
    text VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    value VARCHAR,
    start DATE,
    "end" DATE
);
COMMENT ON TABLE times IS 'Expressions of time (TIMEX3).';
COMMENT ON COLUMN times.document IS 'The report (documents.id).';
COMMENT ON COLUMN times.position IS 'Its place in the record, from 0.';
COMMENT ON COLUMN times.key IS 'Hash of content, kind of item and place in the text: the same in every run.';
COMMENT ON COLUMN times.id IS 'Its id inside the report (t1).';
COMMENT ON COLUMN times.span IS 'Where it stands.';
COMMENT ON COLUMN times.text IS 'Its words.';
COMMENT ON COLUMN times.type IS 'DATE, TIME, DURATION or SET.';
COMMENT ON COLUMN times.value IS 'TIMEX3 value; null where the text does not allow one.';
COMMENT ON COLUMN times.start IS 'First day, inclusive; null where the text does not allow a day.';
COMMENT ON COLUMN times."end" IS 'Last day, inclusive; null where the text does not allow a day.';

CREATE TABLE attributions (
    document VARCHAR NOT NULL, position INTEGER NOT NULL, key VARCHAR NOT NULL, id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    source VARCHAR,
    source_span INTEGER[],
    cue_span INTEGER[],
    content_spans INTEGER[][] NOT NULL,
    parent VARCHAR,
    addressee VARCHAR,
    via VARCHAR,
    medium VARCHAR,
    occasion VARCHAR
);
COMMENT ON TABLE attributions IS 'Who said what.';
COMMENT ON COLUMN attributions.document IS 'The report (documents.id).';
COMMENT ON COLUMN attributions.position IS 'Its place in the record, from 0.';
COMMENT ON COLUMN attributions.key IS 'Hash of content, kind of item and place in the text: the same in every run.';
COMMENT ON COLUMN attributions.id IS 'Its id inside the report (s1).';
COMMENT ON COLUMN attributions.kind IS 'direct, indirect or mixed.';
COMMENT ON COLUMN attributions.source IS 'Who said it (actors.id of the same report).';
COMMENT ON COLUMN attributions.source_span IS 'The words that name who said it.';
COMMENT ON COLUMN attributions.cue_span IS 'The words that signal it (said).';
COMMENT ON COLUMN attributions.content_spans IS 'What was said.';
COMMENT ON COLUMN attributions.parent IS 'The attribution that this one stands inside.';
COMMENT ON COLUMN attributions.addressee IS 'To whom (actors.id).';
COMMENT ON COLUMN attributions.via IS 'Through whom, such as a news agency (actors.id).';
COMMENT ON COLUMN attributions.medium IS 'By what means.';
COMMENT ON COLUMN attributions.occasion IS 'At what occasion.';

CREATE TABLE quantities (
    document VARCHAR NOT NULL, position INTEGER NOT NULL, key VARCHAR NOT NULL, id VARCHAR NOT NULL,
    span INTEGER[] NOT NULL,
    text VARCHAR NOT NULL,
    low DOUBLE,
    high DOUBLE,
    exact BOOLEAN NOT NULL,
    unit VARCHAR,
    counted VARCHAR,
    counted_span INTEGER[],
    measure VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    updates VARCHAR,
    place VARCHAR,
    time VARCHAR,
    attribution VARCHAR,
    opinions STRUCT(attribution VARCHAR, stance VARCHAR)[] NOT NULL
);
COMMENT ON TABLE quantities IS 'Figures, each with the interval that its words allow and who claims it.';
COMMENT ON COLUMN quantities.document IS 'The report (documents.id).';
COMMENT ON COLUMN quantities.position IS 'Its place in the record, from 0.';
COMMENT ON COLUMN quantities.key IS 'Hash of content, kind of item and place in the text: the same in every run.';
COMMENT ON COLUMN quantities.id IS 'Its id inside the report (q1).';
COMMENT ON COLUMN quantities.span IS 'Where it stands.';
COMMENT ON COLUMN quantities.text IS 'Its words.';
COMMENT ON COLUMN quantities.low IS 'Least value that the words allow; null: no lower bound.';
COMMENT ON COLUMN quantities.high IS 'Greatest value that the words allow; null: no upper bound.';
COMMENT ON COLUMN quantities.exact IS 'False for about, nearly, some and for ranges.';
COMMENT ON COLUMN quantities.unit IS 'person, times, an ISO 4217 code, an SI symbol or a name of time.';
COMMENT ON COLUMN quantities.counted IS 'What is counted, in the words of the report.';
COMMENT ON COLUMN quantities.counted_span IS 'Where the counted thing is named.';
COMMENT ON COLUMN quantities.measure IS 'killed, injured, missing, arrested, abducted, released, displaced, crossed, present, troops, money, distance, duration or other.';
COMMENT ON COLUMN quantities.role IS 'total or increment.';
COMMENT ON COLUMN quantities.updates IS 'The figure of this report that it replaces (quantities.id).';
COMMENT ON COLUMN quantities.place IS 'Where (places.id).';
COMMENT ON COLUMN quantities.time IS 'When (times.id).';
COMMENT ON COLUMN quantities.attribution IS 'Who claims it (attributions.id); null: the report itself.';
COMMENT ON COLUMN quantities.opinions IS 'How further sources stand to it.';

CREATE TABLE equipment (
    document VARCHAR NOT NULL, position INTEGER NOT NULL, key VARCHAR NOT NULL, id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    mentions INTEGER[][] NOT NULL,
    attributes STRUCT(name VARCHAR, quantity VARCHAR, text VARCHAR)[] NOT NULL
);
COMMENT ON TABLE equipment IS 'Weapons and equipment that a report names, as reported.';
COMMENT ON COLUMN equipment.document IS 'The report (documents.id).';
COMMENT ON COLUMN equipment.position IS 'Its place in the record, from 0.';
COMMENT ON COLUMN equipment.key IS 'Hash of content, kind of item and place in the text: the same in every run.';
COMMENT ON COLUMN equipment.id IS 'Its id inside the report (w1).';
COMMENT ON COLUMN equipment.name IS 'Its name.';
COMMENT ON COLUMN equipment.kind IS 'Its kind, such as missile system.';
COMMENT ON COLUMN equipment.mentions IS 'Spans of the words that name it.';
COMMENT ON COLUMN equipment.attributes IS 'What the report says of it: a name with a figure (quantities.id) or words.';

CREATE TABLE events (
    document VARCHAR NOT NULL, position INTEGER NOT NULL, key VARCHAR NOT NULL, id VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    mode VARCHAR,
    contexts VARCHAR[] NOT NULL,
    modality VARCHAR NOT NULL,
    span INTEGER[] NOT NULL,
    trigger INTEGER[] NOT NULL,
    actors VARCHAR[] NOT NULL,
    actor_spans INTEGER[][] NOT NULL,
    recipients VARCHAR[] NOT NULL,
    recipient_spans INTEGER[][] NOT NULL,
    place VARCHAR,
    time VARCHAR,
    start DATE,
    "end" DATE,
    quantities VARCHAR[] NOT NULL,
    attribution VARCHAR,
    stance VARCHAR NOT NULL,
    opinions STRUCT(attribution VARCHAR, stance VARCHAR)[] NOT NULL,
    mentions STRUCT(span INTEGER[], trigger INTEGER[])[] NOT NULL,
    quad INTEGER NOT NULL,
    score DOUBLE NOT NULL,
    confidence DOUBLE NOT NULL,
    method VARCHAR NOT NULL
);
COMMENT ON TABLE events IS 'Who did what to whom: one row per event of a report, however often it is told there.';
COMMENT ON COLUMN events.document IS 'The report (documents.id).';
COMMENT ON COLUMN events.position IS 'Its place in the record, from 0.';
COMMENT ON COLUMN events.key IS 'Hash of content, kind of item and place in the text: the same in every run.';
COMMENT ON COLUMN events.id IS 'Its id inside the report (e1).';
COMMENT ON COLUMN events.type IS 'PLOVER type.';
COMMENT ON COLUMN events.mode IS 'PLOVER mode; null if none fits.';
COMMENT ON COLUMN events.contexts IS 'PLOVER contexts.';
COMMENT ON COLUMN events.modality IS 'actual, future, hypothetical, negated or historical.';
COMMENT ON COLUMN events.span IS 'The clause or sentence that is the evidence, in the fullest telling.';
COMMENT ON COLUMN events.trigger IS 'The words that signal the type.';
COMMENT ON COLUMN events.actors IS 'Who did it (actors.id); both sides of reciprocal acts.';
COMMENT ON COLUMN events.actor_spans IS 'The words that name them here.';
COMMENT ON COLUMN events.recipients IS 'To whom (actors.id).';
COMMENT ON COLUMN events.recipient_spans IS 'The words that name them here.';
COMMENT ON COLUMN events.place IS 'Where (places.id).';
COMMENT ON COLUMN events.time IS 'When (times.id).';
COMMENT ON COLUMN events.start IS 'First day, inclusive, as far as the text says.';
COMMENT ON COLUMN events."end" IS 'Last day, inclusive, as far as the text says.';
COMMENT ON COLUMN events.quantities IS 'Figures that belong to it (quantities.id).';
COMMENT ON COLUMN events.attribution IS 'Whose words tell it (attributions.id); null: the report itself.';
COMMENT ON COLUMN events.stance IS 'How the report stands to it: asserted, claimed, denied or doubted.';
COMMENT ON COLUMN events.opinions IS 'How further sources stand to it.';
COMMENT ON COLUMN events.mentions IS 'All its tellings in the report.';
COMMENT ON COLUMN events.quad IS 'PLOVER quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.';
COMMENT ON COLUMN events.score IS 'PLOVER score from -10 (conflict) to 10 (cooperation).';
COMMENT ON COLUMN events.confidence IS 'Probability that type, actor and recipient are all right.';
COMMENT ON COLUMN events.method IS 'Which rule or model decided.';

CREATE TABLE failures (id VARCHAR PRIMARY KEY, source VARCHAR, stage VARCHAR NOT NULL, message VARCHAR NOT NULL);
COMMENT ON TABLE failures IS 'Reports that could not be coded; a row goes when its report is coded after all.';
COMMENT ON COLUMN failures.id IS 'The id of the report, or the path or address if it has none.';
COMMENT ON COLUMN failures.source IS 'The path or address that it was read from.';
COMMENT ON COLUMN failures.stage IS 'read, clean, annotate, extract, resolve or store.';
COMMENT ON COLUMN failures.message IS 'What happened and what to do.';

CREATE VIEW roles AS
    SELECT document, id AS event, 'actor' AS role, unnest(actors) AS actor, generate_subscripts(actors, 1) AS position FROM events
    UNION ALL
    SELECT document, id, 'recipient', unnest(recipients), generate_subscripts(recipients, 1) FROM events;
COMMENT ON VIEW roles IS 'Who takes part in which event: one row per event, role and actor.';
COMMENT ON COLUMN roles.document IS 'The report (documents.id).';
COMMENT ON COLUMN roles.event IS 'The event (events.id of the report).';
COMMENT ON COLUMN roles.role IS 'actor or recipient.';
COMMENT ON COLUMN roles.actor IS 'Who (actors.id of the report).';
COMMENT ON COLUMN roles.position IS 'Place in the list, from 1.';

CREATE VIEW mentions AS
    WITH places_in_text AS (
        SELECT document, 'actor' AS kind, id, unnest(mentions) AS span FROM actors
        UNION ALL SELECT document, 'place', id, unnest(mentions) FROM places
        UNION ALL SELECT document, 'equipment', id, unnest(mentions) FROM equipment
        UNION ALL SELECT document, 'event', id, unnest(list_transform(mentions, lambda told: told.span)) FROM events
    )
    SELECT m.document, m.kind, m.id, m.span, substring(d.text, m.span[1] + 1, m.span[2] - m.span[1]) AS words
    FROM places_in_text AS m JOIN documents AS d ON d.id = m.document;
COMMENT ON VIEW mentions IS 'Where actors, places, equipment and events stand in the text, and the words there.';
COMMENT ON COLUMN mentions.document IS 'The report (documents.id).';
COMMENT ON COLUMN mentions.kind IS 'actor, place, equipment or event.';
COMMENT ON COLUMN mentions.id IS 'The item (id inside the report).';
COMMENT ON COLUMN mentions.span IS 'Where it stands.';
COMMENT ON COLUMN mentions.words IS 'The words at that span.';

CREATE VIEW opinions AS
    WITH given AS (
        SELECT document, 'event' AS kind, id, unnest(opinions) AS opinion FROM events
        UNION ALL SELECT document, 'quantity', id, unnest(opinions) FROM quantities
    )
    SELECT document, kind, id, opinion.attribution AS attribution, opinion.stance AS stance FROM given;
COMMENT ON VIEW opinions IS 'How further sources stand to an event or a figure.';
COMMENT ON COLUMN opinions.document IS 'The report (documents.id).';
COMMENT ON COLUMN opinions.kind IS 'event or quantity.';
COMMENT ON COLUMN opinions.id IS 'The item (id inside the report).';
COMMENT ON COLUMN opinions.attribution IS 'Whose opinion (attributions.id of the report).';
COMMENT ON COLUMN opinions.stance IS 'asserted, claimed, denied or doubted.';

CREATE VIEW parties AS
    SELECT document, id,
        coalesce(wikidata, lower(name) || coalesce('/' || country, '')) AS identity,
        coalesce(country, wikidata, lower(name)) AS side,
        name, kind, country, sectors
    FROM actors;
COMMENT ON VIEW parties IS 'The actors of all reports, with what makes them the same from one report to the next.';
COMMENT ON COLUMN parties.document IS 'The report (documents.id).';
COMMENT ON COLUMN parties.id IS 'Its id inside the report (actors.id).';
COMMENT ON COLUMN parties.identity IS 'Equal for the same person or organisation: its Wikidata item, else its name and country.';
COMMENT ON COLUMN parties.side IS 'Equal for all who act for one country or body: its country code, else what it is itself.';
COMMENT ON COLUMN parties.name IS 'Its fullest name in this report.';
COMMENT ON COLUMN parties.kind IS 'person, state, organisation, group or place.';
COMMENT ON COLUMN parties.country IS 'ISO 3166 alpha-3 or a code of PLOVER.';
COMMENT ON COLUMN parties.sectors IS 'PLOVER sector codes.';
