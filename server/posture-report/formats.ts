import type { VerdictState } from '#server/domain/verdict.ts'
import type { ReportWriter } from './report.ts'
import { writeAsff } from './write-asff.ts'
import { writeCsv } from './write-csv.ts'
import { writeJson } from './write-json.ts'
import { writeJunit } from './write-junit.ts'
import { writeOcsf } from './write-ocsf.ts'
import { writeSarif } from './write-sarif.ts'
import { writeTable } from './write-table.ts'

export const REPORT_FORMATS = ['table', 'json', 'sarif', 'ocsf', 'asff', 'csv', 'junit'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

export const WRITERS: Readonly<Record<ReportFormat, ReportWriter>> = {
  table: writeTable,
  json: writeJson,
  sarif: writeSarif,
  ocsf: writeOcsf,
  asff: writeAsff,
  csv: writeCsv,
  junit: writeJunit,
}

/** Which verdicts a format reports unless it is told: code scanning would open an alert for everything else too. */
export function statusesOf(format: ReportFormat): readonly VerdictState[] {
  return format === 'sarif' ? ['fail'] : ['fail', 'unknown']
}
