-- What an account's functions of a region cost on a UTC day, all together: brought together whenever the days are.
CREATE TABLE "cost_day_total" (
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "usd" DOUBLE PRECISION NOT NULL,
    "requests" DOUBLE PRECISION NOT NULL,
    "request_usd" DOUBLE PRECISION NOT NULL,
    "gb_seconds" DOUBLE PRECISION NOT NULL,
    "compute_usd" DOUBLE PRECISION NOT NULL,
    "unpriced" INTEGER NOT NULL,

    CONSTRAINT "cost_day_total_pkey" PRIMARY KEY ("day", "account_id", "region")
);

-- What a function cost in a month, in its last seven whole days so far, and in the seven before.
CREATE TABLE "function_cost_month" (
    "series_id" INTEGER NOT NULL,
    "month" DATE NOT NULL,
    "usd" DOUBLE PRECISION,
    "requests" DOUBLE PRECISION NOT NULL,
    "gb_seconds" DOUBLE PRECISION,
    "arm_saving_usd" DOUBLE PRECISION,
    "errors_usd" DOUBLE PRECISION,
    "timeouts_usd" DOUBLE PRECISION,
    "retries_usd" DOUBLE PRECISION,
    "unused_usd" DOUBLE PRECISION,
    "last_week_usd" DOUBLE PRECISION,
    "week_before_usd" DOUBLE PRECISION,
    "gap" TEXT,
    "memory_mb" INTEGER,
    "architecture" TEXT,

    CONSTRAINT "function_cost_month_pkey" PRIMARY KEY ("month", "series_id")
);
