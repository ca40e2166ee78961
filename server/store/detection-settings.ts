import type { Pool, PoolClient } from 'pg'
import { SEVERITIES, type Severity } from '#server/domain/severity.ts'

export type StoredTuning = {
  detectionId: string
  enabled: boolean | null
  severity: Severity | null
  parameters: Record<string, unknown>
}

export type StoredAllowEntry = {
  id: string
  detectionIds: string[]
  accountId: string | null
  principal: string | null
  tool: string | null
  network: string | null
  functionName: string | null
  createdAt: Date
  expiresAt: Date
  endedAt: Date | null
}

/** What the organisation changed of detections, in the order of their ids. */
export async function loadTunings(db: Pool | PoolClient): Promise<StoredTuning[]> {
  const { rows } = await db.query<Omit<StoredTuning, 'severity'> & { severity: string | null }>(
    `SELECT detection_id AS "detectionId", enabled, severity, parameters FROM detection_tuning ORDER BY detection_id`,
  )
  return rows.map((row) => ({
    ...row,
    severity: SEVERITIES.find((severity) => severity === row.severity) ?? null,
  }))
}

/** Entries of the allow-list that were in force at that time or later, the oldest first. */
export async function loadAllowEntries(db: Pool | PoolClient, since: Date): Promise<StoredAllowEntry[]> {
  const { rows } = await db.query<StoredAllowEntry>(
    `SELECT id, detection_ids AS "detectionIds", account_id AS "accountId", principal, tool, network,
       function_name AS "functionName", created_at AS "createdAt", expires_at AS "expiresAt", ended_at AS "endedAt"
     FROM allow_entry WHERE expires_at > $1 AND (ended_at IS NULL OR ended_at > $1) ORDER BY created_at, id`,
    [since],
  )
  return rows
}
