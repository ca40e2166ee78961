-- Charts and totals read many points of many series that lie apart in the table: with the value in the index they
-- are read from the index alone.
ALTER TABLE "metric_point" DROP CONSTRAINT "metric_point_pkey";
ALTER TABLE "metric_point" ADD CONSTRAINT "metric_point_pkey" PRIMARY KEY ("series_id", "period_seconds", "at") INCLUDE ("value");
