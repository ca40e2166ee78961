-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "aws_account" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT,
    "partition" TEXT NOT NULL DEFAULT 'aws',
    "home" BOOLEAN NOT NULL DEFAULT false,
    "role_arn" TEXT,
    "external_id" TEXT,
    "regions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "status_reason" TEXT,
    "enabled_regions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "aws_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource" (
    "id" SERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "summary" JSONB NOT NULL DEFAULT '{}',
    "current_version_id" INTEGER,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "resource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource_version" (
    "id" SERIAL NOT NULL,
    "resource_id" INTEGER NOT NULL,
    "content_hash" TEXT NOT NULL,
    "record" JSONB NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_to" TIMESTAMPTZ(3),
    "run_id" INTEGER,
    "event_id" TEXT,
    "actor" TEXT,

    CONSTRAINT "resource_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "collector_run" (
    "id" SERIAL NOT NULL,
    "collector" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "items" INTEGER NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "throttles" INTEGER NOT NULL DEFAULT 0,
    "cost_usd" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "duration_ms" INTEGER NOT NULL DEFAULT 0,
    "problems" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "collector_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "collector_cursor" (
    "collector" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "cursor" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "collector_cursor_pkey" PRIMARY KEY ("collector","account_id","region")
);

-- CreateTable
CREATE TABLE "metric_series" (
    "id" SERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "stat" TEXT NOT NULL,
    "dimension" TEXT NOT NULL DEFAULT '',
    "unit" TEXT NOT NULL DEFAULT '',
    "last_point_at" TIMESTAMPTZ(3),

    CONSTRAINT "metric_series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metric_point" (
    "series_id" INTEGER NOT NULL,
    "period_seconds" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "metric_point_pkey" PRIMARY KEY ("series_id","period_seconds","at")
) PARTITION BY LIST ("period_seconds");

-- CreateTable
CREATE TABLE "trail_event" (
    "event_id" TEXT NOT NULL,
    "event_time" TIMESTAMPTZ(3) NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "event_source" TEXT NOT NULL,
    "event_name" TEXT NOT NULL,
    "raw_event_name" TEXT NOT NULL,
    "read_only" BOOLEAN,
    "actor_type" TEXT NOT NULL,
    "actor_arn" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "session_key" TEXT,
    "access_key_id" TEXT,
    "tool" TEXT NOT NULL,
    "source_ip" TEXT,
    "user_agent" TEXT,
    "error_code" TEXT,
    "error_message" TEXT,
    "function_name" TEXT,
    "resources" TEXT[],
    "raw" JSONB NOT NULL,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "source" TEXT NOT NULL DEFAULT 'lookup',

    CONSTRAINT "trail_event_pkey" PRIMARY KEY ("event_time","event_id")
) PARTITION BY RANGE ("event_time");

-- CreateTable
CREATE TABLE "finding" (
    "id" UUID NOT NULL,
    "check_id" TEXT NOT NULL,
    "resource_id" INTEGER NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "rule_kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "resource_id" INTEGER,
    "resource_name" TEXT,
    "evidence" JSONB NOT NULL,
    "occurrences" INTEGER NOT NULL DEFAULT 1,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "snoozed_until" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "assignee_id" TEXT,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_entry" (
    "id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "alert_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" TEXT,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setup_token" (
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "setup_token_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "auth_user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "disabled" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_identity" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_rate_limit" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "auth_rate_limit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "resource_current_version_id_key" ON "resource"("current_version_id");

-- CreateIndex
CREATE INDEX "resource_kind_deleted_at_account_id_region_idx" ON "resource"("kind", "deleted_at", "account_id", "region");

-- CreateIndex
CREATE INDEX "resource_kind_name_idx" ON "resource"("kind", "name");

-- CreateIndex
CREATE INDEX "resource_arn_idx" ON "resource"("arn");

-- CreateIndex
CREATE UNIQUE INDEX "resource_account_id_region_kind_arn_key" ON "resource"("account_id", "region", "kind", "arn");

-- CreateIndex
CREATE INDEX "resource_version_resource_id_valid_from_idx" ON "resource_version"("resource_id", "valid_from");

-- CreateIndex
CREATE INDEX "resource_version_valid_from_idx" ON "resource_version"("valid_from");

-- CreateIndex
CREATE INDEX "collector_run_collector_account_id_region_started_at_idx" ON "collector_run"("collector", "account_id", "region", "started_at" DESC);

-- CreateIndex
CREATE INDEX "collector_run_started_at_idx" ON "collector_run"("started_at");

-- CreateIndex
CREATE INDEX "metric_series_account_id_region_dimension_idx" ON "metric_series"("account_id", "region", "dimension");

-- CreateIndex
CREATE UNIQUE INDEX "metric_series_account_id_region_namespace_metric_stat_dimen_key" ON "metric_series"("account_id", "region", "namespace", "metric", "stat", "dimension");

-- CreateIndex
CREATE INDEX "trail_event_event_id_idx" ON "trail_event"("event_id");

-- CreateIndex
CREATE INDEX "trail_event_account_id_region_event_time_idx" ON "trail_event"("account_id", "region", "event_time" DESC);

-- CreateIndex
CREATE INDEX "trail_event_function_name_event_time_idx" ON "trail_event"("function_name", "event_time" DESC);

-- CreateIndex
CREATE INDEX "trail_event_actor_arn_event_time_idx" ON "trail_event"("actor_arn", "event_time" DESC);

-- CreateIndex
CREATE INDEX "trail_event_event_name_event_time_idx" ON "trail_event"("event_name", "event_time" DESC);

-- CreateIndex
CREATE INDEX "finding_resource_id_check_id_idx" ON "finding"("resource_id", "check_id");

-- CreateIndex
CREATE INDEX "finding_status_severity_idx" ON "finding"("status", "severity");

-- CreateIndex
CREATE INDEX "alert_state_severity_started_at_idx" ON "alert"("state", "severity", "started_at" DESC);

-- CreateIndex
CREATE INDEX "alert_started_at_idx" ON "alert"("started_at" DESC);

-- CreateIndex
CREATE INDEX "alert_resource_id_idx" ON "alert"("resource_id");

-- CreateIndex
CREATE INDEX "alert_rule_id_idx" ON "alert"("rule_id");

-- CreateIndex
CREATE INDEX "alert_entry_alert_id_at_idx" ON "alert_entry"("alert_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_hash_key" ON "audit_entry"("hash");

-- CreateIndex
CREATE INDEX "audit_entry_entity_entity_id_idx" ON "audit_entry"("entity", "entity_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "auth_user_email_key" ON "auth_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "auth_session_token_key" ON "auth_session"("token");

-- CreateIndex
CREATE INDEX "auth_session_user_id_idx" ON "auth_session"("user_id");

-- CreateIndex
CREATE INDEX "auth_identity_user_id_idx" ON "auth_identity"("user_id");

-- CreateIndex
CREATE INDEX "auth_verification_identifier_idx" ON "auth_verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "auth_rate_limit_key_key" ON "auth_rate_limit"("key");

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_current_version_id_fkey" FOREIGN KEY ("current_version_id") REFERENCES "resource_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_version" ADD CONSTRAINT "resource_version_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert" ADD CONSTRAINT "alert_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert" ADD CONSTRAINT "alert_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "auth_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_entry" ADD CONSTRAINT "alert_entry_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alert"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_identity" ADD CONSTRAINT "auth_identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- Points of each period live apart, so that each has a retention of its own.
CREATE TABLE "metric_point_60" PARTITION OF "metric_point" FOR VALUES IN (60) PARTITION BY RANGE ("at");
CREATE TABLE "metric_point_300" PARTITION OF "metric_point" FOR VALUES IN (300) PARTITION BY RANGE ("at");
CREATE TABLE "metric_point_3600" PARTITION OF "metric_point" FOR VALUES IN (3600) PARTITION BY RANGE ("at");
CREATE TABLE "metric_point_86400" PARTITION OF "metric_point" FOR VALUES IN (86400) PARTITION BY RANGE ("at");

-- One incident is one alert, and one verdict one finding: each is open once.
CREATE UNIQUE INDEX "alert_open_fingerprint" ON "alert" ("fingerprint") WHERE "state" <> 'resolved';
CREATE UNIQUE INDEX "finding_open" ON "finding" ("check_id", "resource_id") WHERE "status" = 'open';
CREATE INDEX "resource_version_open" ON "resource_version" ("resource_id") WHERE "valid_to" IS NULL;

-- The audit trail is append-only for the application too.
CREATE FUNCTION "audit_entry_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_entry is append-only';
END
$$;
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION "audit_entry_is_append_only"();
