ALTER TABLE "trail_event"
  ADD COLUMN "category" TEXT NOT NULL DEFAULT 'management',
  ADD COLUMN "role_arn" TEXT,
  ADD COLUMN "invoked_by" TEXT;

CREATE TABLE "trail_source" (
  "id" UUID PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "account_id" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "settings" JSONB NOT NULL DEFAULT '{}',
  "enabled" BOOLEAN NOT NULL DEFAULT true,
  "status" TEXT NOT NULL DEFAULT 'new',
  "status_text" TEXT NOT NULL DEFAULT '',
  "cursor" JSONB,
  "records" BIGINT NOT NULL DEFAULT 0,
  "last_record_at" TIMESTAMPTZ(3),
  "checked_at" TIMESTAMPTZ(3),
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX "trail_source_address_key" ON "trail_source" ("address", "account_id", "region");

CREATE TABLE "trail_reject" (
  "id" BIGSERIAL PRIMARY KEY,
  "account_id" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "place" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "detail" TEXT NOT NULL,
  "event_id" TEXT,
  "count" INTEGER NOT NULL DEFAULT 1,
  "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
  "last_seen_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE UNIQUE INDEX "trail_reject_what_key" ON "trail_reject" ("source", "place", "reason", "detail");
CREATE INDEX "trail_reject_last_seen_at_idx" ON "trail_reject" ("last_seen_at" DESC);

CREATE TABLE "detection_state" (
  "account_id" TEXT NOT NULL,
  "detection_id" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "state" JSONB NOT NULL,
  "seen_at" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("account_id", "detection_id", "key")
);
CREATE INDEX "detection_state_detection_id_seen_at_idx" ON "detection_state" ("detection_id", "seen_at");

CREATE TABLE "detection_progress" (
  "account_id" TEXT PRIMARY KEY,
  "learning_since" TIMESTAMPTZ(3) NOT NULL,
  "newest_at" TIMESTAMPTZ(3) NOT NULL,
  "replay_from" TIMESTAMPTZ(3),
  "replayed_at" TIMESTAMPTZ(3),
  "catalogue" TEXT NOT NULL DEFAULT ''
);

CREATE TABLE "detection_hit" (
  "id" UUID PRIMARY KEY,
  "detection_id" TEXT NOT NULL,
  "account_id" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "summary" TEXT NOT NULL,
  "actor_arn" TEXT NOT NULL,
  "actor_name" TEXT NOT NULL,
  "function_name" TEXT,
  "resource_id" INTEGER REFERENCES "resource" ("id") ON DELETE SET NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "last_at" TIMESTAMPTZ(3) NOT NULL,
  "events" INTEGER NOT NULL DEFAULT 1,
  "event_ids" TEXT[] NOT NULL,
  "evidence" JSONB NOT NULL,
  "allowed_by" UUID,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX "detection_hit_fingerprint_at_key" ON "detection_hit" ("fingerprint", "at");
CREATE INDEX "detection_hit_at_idx" ON "detection_hit" ("at" DESC);
CREATE INDEX "detection_hit_detection_id_at_idx" ON "detection_hit" ("detection_id", "at" DESC);
CREATE INDEX "detection_hit_resource_id_idx" ON "detection_hit" ("resource_id");

CREATE TABLE "detection_tuning" (
  "detection_id" TEXT PRIMARY KEY,
  "enabled" BOOLEAN,
  "severity" TEXT,
  "parameters" JSONB NOT NULL DEFAULT '{}',
  "reason" TEXT NOT NULL,
  "updated_by" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE TABLE "allow_entry" (
  "id" UUID PRIMARY KEY,
  "detection_ids" TEXT[] NOT NULL,
  "account_id" TEXT,
  "principal" TEXT,
  "tool" TEXT,
  "network" TEXT,
  "function_name" TEXT,
  "reason" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "ended_at" TIMESTAMPTZ(3),
  "ended_by" TEXT
);

CREATE TABLE "canary" (
  "id" UUID PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "account_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX "canary_what_key" ON "canary" ("kind", "account_id", "name");

CREATE TABLE "saved_hunt" (
  "id" UUID PRIMARY KEY,
  "name" TEXT NOT NULL,
  "query" TEXT NOT NULL,
  "shared" BOOLEAN NOT NULL DEFAULT false,
  "owner_id" TEXT NOT NULL REFERENCES "auth_user" ("id") ON DELETE CASCADE,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE TABLE "history_query" (
  "id" UUID PRIMARY KEY,
  "source_id" UUID NOT NULL REFERENCES "trail_source" ("id") ON DELETE CASCADE,
  "remote_id" TEXT,
  "filter" JSONB NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'queued',
  "status_text" TEXT NOT NULL DEFAULT '',
  "budget_bytes" BIGINT NOT NULL,
  "scanned_bytes" BIGINT,
  "records" INTEGER,
  "added" INTEGER,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "finished_at" TIMESTAMPTZ(3)
);

CREATE TABLE "history_record" (
  "query_id" UUID NOT NULL REFERENCES "history_query" ("id") ON DELETE CASCADE,
  "position" INTEGER NOT NULL,
  "event_id" TEXT NOT NULL,
  "event_time" TIMESTAMPTZ(3) NOT NULL,
  "record" JSONB NOT NULL,
  PRIMARY KEY ("query_id", "position")
);

CREATE TABLE "trail_shape" (
  "id" SERIAL PRIMARY KEY,
  "key" BYTEA NOT NULL UNIQUE,
  "account_id" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "event_source" TEXT NOT NULL,
  "event_name" TEXT NOT NULL,
  "function_name" TEXT NOT NULL,
  "tool" TEXT NOT NULL,
  "error_code" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "category" TEXT NOT NULL
);

CREATE TABLE "trail_hour" (
  "hour" INTEGER NOT NULL,
  "shape_id" INTEGER NOT NULL,
  "count" INTEGER NOT NULL,
  PRIMARY KEY ("hour", "shape_id")
) WITH (fillfactor = 80);

CREATE TABLE "trail_day" (
  "day" INTEGER NOT NULL,
  "shape_id" INTEGER NOT NULL REFERENCES "trail_shape" ("id"),
  "count" INTEGER NOT NULL,
  PRIMARY KEY ("day", "shape_id")
) WITH (fillfactor = 80);
CREATE INDEX "trail_day_shape_id_idx" ON "trail_day" ("shape_id");

ALTER TABLE "trail_event"
  ADD COLUMN "shape_id" INTEGER,
  ADD COLUMN "words" TSVECTOR NOT NULL DEFAULT '';

CREATE FUNCTION "trail_shape_key"(parts TEXT[]) RETURNS BYTEA LANGUAGE SQL IMMUTABLE AS $$
  SELECT substring(sha256(convert_to(string_agg(octet_length(part) || ':' || part, '' ORDER BY place), 'UTF8')) FOR 16)
  FROM unnest(parts) WITH ORDINALITY AS p (part, place)
$$;

INSERT INTO "trail_shape" ("key", "account_id", "region", "event_source", "event_name", "function_name", "tool", "error_code", "kind", "category")
SELECT DISTINCT "trail_shape_key"(ARRAY[s.account_id, s.region, s.event_source, s.event_name, s.function_name, s.tool, s.error_code, s.kind, s.category]), s.*
FROM (SELECT DISTINCT account_id, region, event_source, event_name, coalesce(function_name, '') AS function_name, tool, coalesce(error_code, '') AS error_code,
    CASE WHEN read_only THEN 'read' ELSE 'write' END AS kind, category FROM "trail_event") s;

UPDATE "trail_event" e SET shape_id = s.id, session_key = left(session_key, 500), source_ip = left(source_ip, 500),
  words = coalesce((SELECT array_to_tsvector(array_agg(DISTINCT left(word, 64))) FROM (
      SELECT regexp_split_to_table(lower(e.raw::text), '[^[:alnum:]_]+') AS word
      UNION ALL SELECT regexp_replace(run[1], '^(?:[[:alnum:]_]+[.@-]+){' || skipped || '}', '')
        FROM regexp_matches(lower(e.raw::text), '[[:alnum:]_]+(?:[.@-]+[[:alnum:]_]+)+', 'g') AS run, generate_series(0, 3) AS skipped
    ) w WHERE word <> ''), '')
FROM "trail_shape" s
WHERE s.account_id = e.account_id AND s.region = e.region AND s.event_source = e.event_source AND s.event_name = e.event_name
  AND s.function_name = coalesce(e.function_name, '') AND s.tool = e.tool AND s.error_code = coalesce(e.error_code, '')
  AND s.kind = CASE WHEN e.read_only THEN 'read' ELSE 'write' END AND s.category = e.category;
DROP FUNCTION "trail_shape_key";

INSERT INTO "trail_hour" SELECT floor(date_part('epoch', event_time) / 3600)::int, shape_id, count(*) FROM "trail_event" GROUP BY 1, 2;
INSERT INTO "trail_day" SELECT hour / 24, shape_id, sum(count) FROM "trail_hour" GROUP BY 1, 2;

ALTER TABLE "trail_event" ALTER COLUMN "shape_id" SET NOT NULL;
CREATE INDEX "trail_event_shape_id_event_time_idx" ON "trail_event" ("shape_id", "event_time" DESC);
DROP INDEX "trail_event_actor_arn_event_time_idx";
CREATE INDEX "trail_event_actor_arn_event_time_shape_id_idx" ON "trail_event" ("actor_arn" text_pattern_ops, "event_time" DESC, "shape_id");
CREATE INDEX "trail_event_session_key_event_time_shape_id_idx" ON "trail_event" ("session_key", "event_time" DESC, "shape_id") WHERE "session_key" IS NOT NULL;
CREATE INDEX "trail_event_source_ip_event_time_shape_id_idx" ON "trail_event" ("source_ip", "event_time" DESC, "shape_id") WHERE "source_ip" IS NOT NULL;
DROP INDEX "trail_event_function_name_event_time_idx";
CREATE INDEX "trail_event_function_name_event_time_idx" ON "trail_event" ("function_name", "event_time" DESC) WHERE "function_name" IS NOT NULL;
CREATE INDEX "trail_event_words_idx" ON "trail_event" USING GIN ("words") WITH (gin_pending_list_limit = 8192);
CREATE INDEX "trail_event_issued_key_idx" ON "trail_event" ((left(coalesce("raw" #>> '{responseElements,credentials,accessKeyId}', "raw" #>> '{responseElements,accessKey,accessKeyId}'), 128)), "event_time")
  WHERE "event_name" IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AssumeRoot', 'GetSessionToken', 'GetFederationToken', 'CreateAccessKey');
CREATE INDEX "trail_event_shared_event_id_idx" ON "trail_event" ((left("raw" ->> 'sharedEventID', 128))) WHERE "event_name" = 'AssumeRole';
CREATE INDEX "detection_hit_event_ids_idx" ON "detection_hit" USING GIN ("event_ids");
CREATE INDEX "alert_fingerprint_idx" ON "alert" ("fingerprint");
