-- What a function cost on a UTC day, worked out of its points: by the series of its invocations.
CREATE TABLE "function_cost_day" (
    "series_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "requests" DOUBLE PRECISION NOT NULL,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "gb_seconds" DOUBLE PRECISION,
    "usd" DOUBLE PRECISION,
    "request_usd" DOUBLE PRECISION,
    "compute_usd" DOUBLE PRECISION,
    "storage_usd" DOUBLE PRECISION,
    "provisioned_usd" DOUBLE PRECISION,
    "unused_usd" DOUBLE PRECISION,
    "errors_usd" DOUBLE PRECISION,
    "timeouts_usd" DOUBLE PRECISION,
    "retries_usd" DOUBLE PRECISION,
    "arm_saving_usd" DOUBLE PRECISION,
    "memory_mb" INTEGER,
    "architecture" TEXT,
    "gap" TEXT,

    CONSTRAINT "function_cost_day_pkey" PRIMARY KEY ("day", "series_id")
);

CREATE INDEX "function_cost_day_series_id_day_idx" ON "function_cost_day"("series_id", "day");

-- What Cost Explorer says that Lambda cost an account on a UTC day, by kind of line.
CREATE TABLE "billed_cost_day" (
    "account_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "record_type" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" DOUBLE PRECISION NOT NULL,
    "estimated" BOOLEAN NOT NULL,

    CONSTRAINT "billed_cost_day_pkey" PRIMARY KEY ("account_id", "day", "record_type", "currency")
);

CREATE TABLE "cost_account" (
    "account_id" TEXT NOT NULL,
    "cost_explorer" BOOLEAN NOT NULL DEFAULT false,
    "free_tier" BOOLEAN NOT NULL DEFAULT false,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cost_account_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "cost_budget" (
    "id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "monthly_usd" DOUBLE PRECISION NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cost_budget_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "cost_budget_what_key" ON "cost_budget"("account_id", "scope", "name");
