-- Which metrics a metric stream brings of an account and region: a stream may be told to send only some.
CREATE TABLE "metric_feed_metric" (
  "account_id" TEXT NOT NULL,
  "region" TEXT NOT NULL,
  "source_id" UUID NOT NULL REFERENCES "trail_source" ("id") ON DELETE CASCADE,
  "metric" TEXT NOT NULL,
  "of_account" BOOLEAN NOT NULL,
  "newest_at" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("account_id", "region", "source_id", "metric", "of_account")
) WITH (fillfactor = 70);
