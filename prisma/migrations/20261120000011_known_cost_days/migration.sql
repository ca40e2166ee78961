-- Calls of which no function is known, where they are too many for the day's cost to count as known.
ALTER TABLE "cost_day_total" ADD COLUMN "missing_calls" DOUBLE PRECISION NOT NULL DEFAULT 0;
