CREATE TABLE "metric_watch" (
  "account_id" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "function_name" TEXT NOT NULL,
  "metrics" TEXT[] NOT NULL DEFAULT '{}',
  "active_at" TIMESTAMPTZ(3),
  "per_hour" DOUBLE PRECISION,
  "trouble" TEXT,
  "trouble_until" TIMESTAMPTZ(3),
  "core_asked_at" TIMESTAMPTZ(3),
  "core_until" TIMESTAMPTZ(3),
  "rare_asked_at" TIMESTAMPTZ(3),
  "rare_until" TIMESTAMPTZ(3),
  PRIMARY KEY ("account_id", "region", "function_name")
) WITH (fillfactor = 70);

CREATE TABLE "watch_spend" (
  "account_id" TEXT NOT NULL,
  "day" DATE NOT NULL,
  "region" TEXT NOT NULL,
  "collector" TEXT NOT NULL,
  "calls" BIGINT NOT NULL DEFAULT 0,
  "throttles" BIGINT NOT NULL DEFAULT 0,
  "cost_usd" DOUBLE PRECISION NOT NULL DEFAULT 0,
  PRIMARY KEY ("account_id", "day", "region", "collector")
) WITH (fillfactor = 70);

CREATE TABLE "watch_budget" (
  "account_id" TEXT PRIMARY KEY REFERENCES "aws_account" ("id") ON DELETE CASCADE,
  "month_usd" DOUBLE PRECISION NOT NULL,
  "set_by" TEXT NOT NULL,
  "set_at" TIMESTAMPTZ(3) NOT NULL
);

CREATE TABLE "metric_feed" (
  "account_id" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "source_id" UUID NOT NULL REFERENCES "trail_source" ("id") ON DELETE CASCADE,
  "newest_at" TIMESTAMPTZ(3) NOT NULL,
  "arrived_at" TIMESTAMPTZ(3) NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "points" BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY ("account_id", "region", "source_id")
) WITH (fillfactor = 70);

INSERT INTO "watch_spend" ("account_id", "day", "region", "collector", "calls", "throttles", "cost_usd")
SELECT account_id, (started_at AT TIME ZONE 'UTC')::date, region, collector, sum(calls), sum(throttles), sum(cost_usd)
FROM "collector_run" GROUP BY 1, 2, 3, 4;
