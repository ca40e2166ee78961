-- AlterTable
ALTER TABLE "aws_account" ADD COLUMN     "environment" TEXT,
ADD COLUMN     "origin" TEXT NOT NULL DEFAULT 'role',
ADD COLUMN     "ou_path" TEXT,
ADD COLUMN     "owner" TEXT,
ADD COLUMN     "profile" TEXT,
ADD COLUMN     "source_id" INTEGER,
ADD COLUMN     "tags" JSONB NOT NULL DEFAULT '{}';

UPDATE "aws_account" SET "origin" = 'home' WHERE "home";

-- AlterTable
ALTER TABLE "resource" ADD COLUMN     "derived" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "organization_source" (
    "id" SERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "role_name" TEXT NOT NULL,
    "external_id" TEXT,
    "units" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "regions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "last_sync_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL DEFAULT 'pending',
    "status_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "insight" (
    "resource_id" INTEGER NOT NULL,
    "inputs_hash" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "insight_pkey" PRIMARY KEY ("resource_id")
);

-- CreateTable
CREATE TABLE "trigger" (
    "id" SERIAL NOT NULL,
    "resource_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "source_name" TEXT NOT NULL,
    "source_id" INTEGER,
    "function_arn" TEXT NOT NULL,
    "function_name" TEXT NOT NULL,
    "qualifier" TEXT,
    "invocation" TEXT NOT NULL,
    "sides" TEXT NOT NULL,
    "live" BOOLEAN,
    "failures_via" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "trigger_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "function_call" (
    "id" SERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "from_arn" TEXT NOT NULL,
    "to_arn" TEXT NOT NULL,
    "by" TEXT[],
    "synchronous" BOOLEAN,
    "evidence" TEXT NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "function_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_last_accessed" (
    "role_arn" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "generated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "role_last_accessed_pkey" PRIMARY KEY ("role_arn")
);

-- CreateTable
CREATE TABLE "resource_label" (
    "resource_id" INTEGER NOT NULL,
    "owner" TEXT,
    "environment" TEXT,
    "criticality" TEXT,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "resource_label_pkey" PRIMARY KEY ("resource_id")
);

-- CreateIndex
CREATE INDEX "trigger_kind_gone_at_account_id_region_idx" ON "trigger"("kind", "gone_at", "account_id", "region");

-- CreateIndex
CREATE INDEX "trigger_source_idx" ON "trigger"("source");

-- CreateIndex
CREATE UNIQUE INDEX "trigger_resource_id_key_key" ON "trigger"("resource_id", "key");

-- CreateIndex
CREATE INDEX "function_call_to_arn_idx" ON "function_call"("to_arn");

-- CreateIndex
CREATE INDEX "function_call_account_id_idx" ON "function_call"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "function_call_from_arn_to_arn_key" ON "function_call"("from_arn", "to_arn");

-- CreateIndex
CREATE INDEX "role_last_accessed_account_id_idx" ON "role_last_accessed"("account_id");

-- AddForeignKey
ALTER TABLE "aws_account" ADD CONSTRAINT "aws_account_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "organization_source"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "insight" ADD CONSTRAINT "insight_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_label" ADD CONSTRAINT "resource_label_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Sessions of a role are found by the beginning of their ARN, which takes this operator class under any collation.
DROP INDEX "trail_event_actor_arn_event_time_idx";
CREATE INDEX "trail_event_actor_arn_event_time_idx" ON "trail_event"("actor_arn" text_pattern_ops, "event_time" DESC);

-- Functions of a role.
CREATE INDEX "resource_role_arn" ON "resource" (("summary"->>'roleArn')) WHERE "kind" = 'function';

-- Sources of one account that name functions of another.
CREATE INDEX "resource_names_accounts" ON "resource" USING gin (("derived"->'names')) WHERE "derived" ? 'names';

-- What lists of functions filter and count by, drawn out of the JSON when a row is written instead of at each reading.
ALTER TABLE "resource"
ADD COLUMN "facet_runtime" TEXT GENERATED ALWAYS AS (CASE WHEN "kind" = 'function' THEN coalesce(nullif("summary"->>'runtime', ''), 'none') END) STORED,
ADD COLUMN "facet_architecture" TEXT GENERATED ALWAYS AS (CASE WHEN "kind" = 'function' THEN coalesce(nullif("summary"->>'architecture', ''), 'none') END) STORED,
ADD COLUMN "facet_owner" TEXT GENERATED ALWAYS AS (CASE WHEN "kind" = 'function' THEN coalesce(nullif(coalesce("derived"->>'owner', CASE WHEN NOT "derived" ? 'owner' THEN "summary"->>'owner' END), ''), 'none') END) STORED,
ADD COLUMN "facet_env" TEXT GENERATED ALWAYS AS (CASE WHEN "kind" = 'function' THEN coalesce(nullif(coalesce("derived"->>'env', CASE WHEN NOT "derived" ? 'env' THEN "summary"->>'env' END), ''), 'none') END) STORED,
ADD COLUMN "facet_url" TEXT GENERATED ALWAYS AS (CASE WHEN "kind" = 'function' THEN coalesce(nullif("summary"->>'urlAuth', ''), 'unknown') END) STORED,
ADD COLUMN "facet_state" TEXT GENERATED ALWAYS AS (CASE WHEN "kind" = 'function' THEN coalesce(nullif("summary"->>'state', ''), 'none') END) STORED,
ADD COLUMN "facet_reach" TEXT GENERATED ALWAYS AS (CASE WHEN "kind" = 'function' THEN coalesce("derived"->>'reach', 'unknown') END) STORED,
ADD COLUMN "facet_role" TEXT GENERATED ALWAYS AS (CASE WHEN "kind" = 'function' THEN coalesce("derived"->>'roleLevel', 'unknown') END) STORED,
ADD COLUMN "facet_criticality" TEXT GENERATED ALWAYS AS (CASE WHEN "kind" = 'function' THEN coalesce(nullif("derived"->>'criticality', ''), 'none') END) STORED,
ADD COLUMN "facet_triggers" TEXT[] GENERATED ALWAYS AS (CASE WHEN "kind" = 'function' THEN string_to_array(coalesce(translate(replace("derived"->>'triggerKinds', '[]', 'none'), '[]" ', ''), 'unknown'), ',') END) STORED;
