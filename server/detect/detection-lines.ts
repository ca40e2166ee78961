import type { Hit } from '#server/detections/engine/hit.ts'
import type { Severity } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'
import { cutTo, fitTo } from '#server/posture-report/display-width.ts'
import { safeJson } from '#server/posture-report/safe-json.ts'

export const DETECT_FORMATS = ['table', 'jsonl'] as const
export type DetectFormat = (typeof DETECT_FORMATS)[number]

/** Of the terminal that is written to. */
export type Terminal = { columns: number; colour: boolean }

type Line = (hit: Hit) => string

const second = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z')

/** One JSON object a line. Control and bidi characters are escapes. */
function jsonLine(techniquesOf: (detectionId: string) => readonly string[]): Line {
  return (hit) =>
    `${safeJson({
      detectionId: hit.detectionId,
      severity: hit.severity,
      at: hit.at.toISOString(),
      lastAt: hit.lastAt.toISOString(),
      count: hit.count,
      eventIds: hit.eventIds,
      actor: hit.actorArn || hit.actorName,
      actorName: hit.actorName,
      account: hit.accountId,
      region: hit.region,
      resources: hit.resources,
      functionArns: hit.functionArns,
      title: hit.title,
      summary: hit.summary,
      techniques: techniquesOf(hit.detectionId),
      ...(hit.severityNote === undefined ? {} : { severityNote: hit.severityNote }),
      fingerprint: hit.fingerprint,
    })}\n`
}

const COLUMNS = { severity: 8, at: 20, id: 36, account: 12, region: 14, actor: 32 }
const GAP = '  '
const COLOURS: Record<Severity, string> = {
  critical: '\u001B[1;31m',
  high: '\u001B[31m',
  medium: '\u001B[33m',
  low: '\u001B[36m',
  info: '\u001B[2m',
}
const RESET = '\u001B[0m'

/** For people: what fits, each line as wide as the terminal. */
function tableLine(terminal: Terminal | undefined): Line {
  const columns = terminal?.columns ?? Number.POSITIVE_INFINITY
  return (hit) => {
    const severity = fitTo(hit.severity, COLUMNS.severity)
    const times = hit.count > 1 ? ` (${hit.count}×)` : ''
    const rest = [
      second(hit.at),
      fitTo(visibleText(hit.detectionId), COLUMNS.id),
      fitTo(visibleText(hit.accountId), COLUMNS.account),
      fitTo(visibleText(hit.region), COLUMNS.region),
      fitTo(visibleText(hit.actorName), COLUMNS.actor),
      `${visibleText(hit.title)}${times}`,
    ].join(GAP)
    const shown = Number.isFinite(columns) ? cutTo(rest, columns - COLUMNS.severity - GAP.length) : rest
    const painted = terminal?.colour ? `${COLOURS[hit.severity]}${severity}${RESET}` : severity
    return `${painted}${GAP}${shown.trimEnd()}\n`
  }
}

const HEAD = [
  fitTo('SEVERITY', COLUMNS.severity),
  fitTo('AT', COLUMNS.at),
  fitTo('DETECTION', COLUMNS.id),
  fitTo('ACCOUNT', COLUMNS.account),
  fitTo('REGION', COLUMNS.region),
  fitTo('ACTOR', COLUMNS.actor),
  'TITLE',
].join(GAP)

/** How a format writes what was found: a line each, below its head. */
export function detectionLines(
  format: DetectFormat,
  told: { terminal?: Terminal; techniquesOf: (detectionId: string) => readonly string[] },
): { head: string; line: Line } {
  if (format === 'jsonl') return { head: '', line: jsonLine(told.techniquesOf) }
  return {
    head: `${told.terminal ? cutTo(HEAD, told.terminal.columns).trimEnd() : HEAD}\n`,
    line: tableLine(told.terminal),
  }
}
