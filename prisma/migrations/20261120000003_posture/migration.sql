-- AlterTable
ALTER TABLE "finding" ADD COLUMN     "account_id" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "assignee_id" TEXT,
ADD COLUMN     "exception_id" UUID,
ADD COLUMN     "function_arns" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "region" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "finding_entry" (
    "id" UUID NOT NULL,
    "finding_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "finding_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assessment" (
    "resource_id" INTEGER NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reads" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "verdicts" JSONB NOT NULL,
    "assessed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assessment_pkey" PRIMARY KEY ("resource_id")
);

-- CreateTable
CREATE TABLE "check_tally" (
    "check_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "pass" INTEGER NOT NULL,
    "fail" INTEGER NOT NULL,
    "excepted" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "not_applicable" INTEGER NOT NULL,
    "reasons" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "check_tally_pkey" PRIMARY KEY ("check_id","account_id","region")
);

-- CreateTable
CREATE TABLE "exception" (
    "id" UUID NOT NULL,
    "selector" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "approver" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "reminded_at" TIMESTAMPTZ(3),

    CONSTRAINT "exception_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "own_rule" (
    "id" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT false,
    "source" TEXT NOT NULL,
    "file" TEXT,
    "problem" TEXT,
    "updated_by" TEXT,
    "updated_at" TIMESTAMPTZ(3),

    CONSTRAINT "own_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posture_score" (
    "id" SERIAL NOT NULL,
    "account_id" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "cause" TEXT NOT NULL,
    "reasons" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "posture_score_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "finding_entry_finding_id_at_idx" ON "finding_entry"("finding_id", "at");

-- CreateIndex
CREATE INDEX "assessment_account_id_region_idx" ON "assessment"("account_id", "region");

-- CreateIndex
CREATE INDEX "assessment_reads_idx" ON "assessment" USING GIN ("reads");

-- CreateIndex
CREATE INDEX "check_tally_account_id_region_idx" ON "check_tally"("account_id", "region");

-- CreateIndex
CREATE INDEX "exception_ended_at_expires_at_idx" ON "exception"("ended_at", "expires_at");

-- CreateIndex
CREATE INDEX "posture_score_account_id_at_idx" ON "posture_score"("account_id", "at");

-- CreateIndex
CREATE INDEX "finding_check_id_status_idx" ON "finding"("check_id", "status");

-- CreateIndex
CREATE INDEX "finding_account_id_status_idx" ON "finding"("account_id", "status");

-- CreateIndex
CREATE INDEX "finding_function_arns_idx" ON "finding" USING GIN ("function_arns");

-- CreateIndex
CREATE INDEX "finding_exception_id_idx" ON "finding"("exception_id");

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_exception_id_fkey" FOREIGN KEY ("exception_id") REFERENCES "exception"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "auth_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_entry" ADD CONSTRAINT "finding_entry_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One finding that is not closed per check and resource: an excepted one holds as well.
DROP INDEX "finding_open";
CREATE UNIQUE INDEX "finding_standing" ON "finding" ("check_id", "resource_id") WHERE "status" <> 'closed';

UPDATE "finding" f SET "account_id" = r."account_id", "region" = r."region",
  "function_arns" = CASE WHEN r."kind" = 'function' THEN ARRAY[r."arn"] ELSE ARRAY[]::TEXT[] END
FROM "resource" r WHERE r."id" = f."resource_id";

-- What changed since an evaluation is found by these, however large the inventory is.
CREATE INDEX "resource_deleted_at" ON "resource" ("deleted_at") WHERE "deleted_at" IS NOT NULL;
CREATE INDEX "insight_computed_at" ON "insight" ("computed_at");
CREATE INDEX "resource_label_set_at" ON "resource_label" ("set_at");
