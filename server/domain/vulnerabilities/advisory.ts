import {
  asArray,
  asNumber,
  asObject,
  asText,
  asTexts,
  isObject,
  type JsonObject,
} from '#server/domain/json.ts'
import { pythonName } from '#server/domain/packages/read-python.ts'
import { ECOSYSTEMS, type Ecosystem } from '#server/domain/records/code-package-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import { severityOfVector } from './cvss.ts'

export type AdvisoryEvent = { introduced?: string; fixed?: string; lastAffected?: string; limit?: string }

/** What one advisory says of one package. */
export type Advisory = {
  id: string
  aliases: string[]
  severity: Severity
  /** The advisory itself says how severe it is: it is not our guess. */
  isRated: boolean
  summary: string
  ranges: AdvisoryEvent[][]
  versions: string[]
}

/** A package's name as it is looked up: without what makes no difference in its ecosystem. */
export function packageKey(ecosystem: Ecosystem, name: string): string {
  if (ecosystem === 'PyPI') return `PyPI/${pythonName(name)}`
  return `${ecosystem}/${ecosystem === 'NuGet' ? name.toLowerCase() : name}`
}

const SUMMARY_CHARACTERS = 300

/**
 * Reads an entry of the Open Source Vulnerability format, by package; nothing for one that was withdrawn. Source: OSV
 * schema 1.7.
 */
export function readAdvisory(entry: unknown): { key: string; advisory: Advisory }[] {
  const from = asObject(entry)
  const id = asText(from.id)
  if (id === undefined || from.withdrawn) return []
  return asArray(from.affected).flatMap((value) => {
    const affected = asObject(value)
    const { ecosystem: text, name } = asObject(affected.package)
    const ecosystem = ECOSYSTEMS.find((one) => one === asText(text)?.split(':')[0])
    if (ecosystem === undefined || typeof name !== 'string') return []
    const severity = severityOf(id, from, affected)
    const advisory = {
      id,
      aliases: asTexts(from.aliases)
        .filter((alias) => alias.length < 100)
        .slice(0, 20),
      severity: severity ?? 'medium',
      isRated: severity !== undefined,
      summary: (asText(from.summary) ?? asText(from.details) ?? '').slice(0, SUMMARY_CHARACTERS),
      ranges: asArray(affected.ranges).map(asObject).filter(isVersionRange).map(readEvents),
      versions: asTexts(affected.versions),
    }
    return [{ key: packageKey(ecosystem, name), advisory }]
  })
}

const isVersionRange = ({ type }: JsonObject) => type === 'SEMVER' || type === 'ECOSYSTEM'

function readEvents({ events }: JsonObject): AdvisoryEvent[] {
  return asArray(events)
    .map(asObject)
    .map((event) => ({
      introduced: asText(event.introduced),
      fixed: asText(event.fixed),
      lastAffected: asText(event.last_affected),
      limit: asText(event.limit),
    }))
}

const WORDS: Record<string, Severity> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MODERATE: 'medium',
  MEDIUM: 'medium',
  LOW: 'low',
}

/** What the database says in a word, else what the worst vector comes to; malicious packages are critical. */
function severityOf(id: string, from: JsonObject, affected: JsonObject): Severity | undefined {
  if (id.startsWith('MAL-')) return 'critical'
  const said = [affected.database_specific, affected.ecosystem_specific, from.database_specific]
    .filter(isObject)
    .map(({ severity }) => WORDS[String(severity).toUpperCase()])
    .find((one) => one !== undefined)
  if (said) return said
  const vectors = [...asArray(affected.severity), ...asArray(from.severity)].map(asObject)
  const scores = vectors.map(({ score }) => asText(score) ?? String(asNumber(score) ?? ''))
  return severityOfVector(scores)
}
