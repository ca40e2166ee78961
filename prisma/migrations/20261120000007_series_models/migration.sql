CREATE TABLE "series_model" (
  "series_id" INTEGER NOT NULL,
  "version" INTEGER NOT NULL,
  "state" BYTEA NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "settled_until" TIMESTAMPTZ(3) NOT NULL,
  "scored_until" TIMESTAMPTZ(3) NOT NULL,
  "warm" BOOLEAN NOT NULL,
  "run" JSONB,
  "silent_since" TIMESTAMPTZ(3),
  "silent_expected" DOUBLE PRECISION,
  "silent_usual_gap_s" INTEGER,
  CONSTRAINT "series_model_pkey" PRIMARY KEY ("series_id"),
  CONSTRAINT "series_model_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "metric_series" ("id") ON DELETE CASCADE
);
CREATE INDEX "series_model_silent_since_idx" ON "series_model" ("silent_since") WHERE "silent_since" IS NOT NULL;

CREATE TABLE "metric_band" (
  "series_id" INTEGER NOT NULL,
  "day" DATE NOT NULL,
  "expected" REAL[] NOT NULL,
  "lower" REAL[] NOT NULL,
  "upper" REAL[] NOT NULL,
  CONSTRAINT "metric_band_pkey" PRIMARY KEY ("series_id", "day"),
  CONSTRAINT "metric_band_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "metric_series" ("id") ON DELETE CASCADE
);
CREATE INDEX "metric_band_day_idx" ON "metric_band" ("day");

CREATE TABLE "maintenance_window" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "account_id" TEXT,
  "region" TEXT,
  "function_name" TEXT,
  "kind" TEXT NOT NULL,
  "starts_at" TIMESTAMPTZ(3) NOT NULL,
  "ends_at" TIMESTAMPTZ(3),
  "days" INTEGER[] NOT NULL,
  "start_minute" INTEGER,
  "duration_minutes" INTEGER,
  "time_zone" TEXT NOT NULL DEFAULT 'UTC',
  "reason" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  "ended_by" TEXT,
  CONSTRAINT "maintenance_window_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "metric_incident" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "account_id" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "started_at" TIMESTAMPTZ(3) NOT NULL,
  "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  "severity" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "summary" TEXT NOT NULL,
  "impact" TEXT,
  "origin" TEXT NOT NULL,
  "origin_text" TEXT NOT NULL,
  "origin_detail" JSONB NOT NULL,
  "functions" TEXT[] NOT NULL,
  "maintenance_id" UUID,
  "told_by" JSONB NOT NULL,
  CONSTRAINT "metric_incident_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "metric_incident_maintenance_id_fkey" FOREIGN KEY ("maintenance_id") REFERENCES "maintenance_window" ("id") ON DELETE SET NULL
);
CREATE INDEX "metric_incident_started_at_idx" ON "metric_incident" ("started_at" DESC);
CREATE INDEX "metric_incident_account_id_region_last_seen_at_idx" ON "metric_incident" ("account_id", "region", "last_seen_at" DESC);

CREATE TABLE "metric_anomaly" (
  "id" BIGSERIAL NOT NULL,
  "series_id" INTEGER NOT NULL,
  "account_id" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "function_name" TEXT,
  "metric" TEXT NOT NULL,
  "stat" TEXT NOT NULL,
  "started_at" TIMESTAMPTZ(3) NOT NULL,
  "last_at" TIMESTAMPTZ(3) NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  "peak_at" TIMESTAMPTZ(3) NOT NULL,
  "periods" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "score" DOUBLE PRECISION NOT NULL,
  "value" DOUBLE PRECISION NOT NULL,
  "expected" DOUBLE PRECISION,
  "lower" DOUBLE PRECISION,
  "upper" DOUBLE PRECISION,
  "excess" DOUBLE PRECISION NOT NULL,
  "explanation" TEXT NOT NULL,
  "settled" BOOLEAN NOT NULL,
  "incident_id" UUID,
  CONSTRAINT "metric_anomaly_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "metric_anomaly_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "metric_series" ("id") ON DELETE CASCADE,
  CONSTRAINT "metric_anomaly_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "metric_incident" ("id") ON DELETE SET NULL
);
CREATE UNIQUE INDEX "metric_anomaly_series_id_started_at_key" ON "metric_anomaly" ("series_id", "started_at");
CREATE INDEX "metric_anomaly_incident_id_idx" ON "metric_anomaly" ("incident_id");
CREATE INDEX "metric_anomaly_account_id_region_last_at_idx" ON "metric_anomaly" ("account_id", "region", "last_at" DESC);
