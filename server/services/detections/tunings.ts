import type { Pool, PoolClient } from 'pg'
import type { Detection } from '#server/detections/define-detection.ts'
import { SEVERITIES, type Severity } from '#server/domain/severity.ts'
import { queryRows, sql } from '#server/store/sql.ts'

/** What the organisation changed of a detection; null: as the catalogue has it. */
export type Tuning = {
  enabled: boolean | null
  severity: Severity | null
  parameters: Record<string, unknown>
  reason: string
  updatedBy: string
  updatedAt: Date
}
export type Tunings = Map<string, Tuning>

type Row = Omit<Tuning, 'severity'> & { id: string; severity: string | null }

export async function readTunings(db: Pool | PoolClient): Promise<Tunings> {
  const rows = await queryRows<Row>(
    db,
    sql`SELECT detection_id AS id, enabled, severity, parameters, reason, updated_by AS "updatedBy", updated_at AS "updatedAt"
      FROM detection_tuning`,
  )
  return new Map(
    rows.map(({ id, ...row }) => [
      id,
      { ...row, severity: SEVERITIES.find((one) => one === row.severity) ?? null },
    ]),
  )
}

export function isOn(
  detection: Pick<Detection, 'off'>,
  tuning: Pick<Tuning, 'enabled'> | undefined,
): boolean {
  return tuning?.enabled ?? detection.off === undefined
}
