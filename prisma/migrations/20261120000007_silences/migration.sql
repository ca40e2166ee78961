ALTER TABLE "series_model" DROP COLUMN "silent_expected", DROP COLUMN "silent_usual_gap_s", ADD COLUMN "silence" JSONB;
