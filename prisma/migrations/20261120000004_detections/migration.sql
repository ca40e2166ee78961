ALTER TABLE "trail_event"
  ADD COLUMN "category" TEXT NOT NULL DEFAULT 'management',
  ADD COLUMN "role_arn" TEXT,
  ADD COLUMN "invoked_by" TEXT;

CREATE TABLE "trail_source" (
  "id" UUID PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "address" TEXT NOT NULL UNIQUE,
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
