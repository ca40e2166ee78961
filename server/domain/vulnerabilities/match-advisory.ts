import type { Ecosystem } from '#server/domain/records/code-package-record.ts'
import type { Advisory, AdvisoryEvent } from './advisory.ts'
import { compareVersions } from './compare-versions.ts'

export type Affected = { fixedIn: string | null }

/** Whether a version is affected, and what mends it. Source: OSV schema, evaluation algorithm. */
export function matchAdvisory(
  advisory: Pick<Advisory, 'ranges' | 'versions'>,
  ecosystem: Ecosystem,
  version: string,
): Affected | undefined {
  const hit = advisory.ranges.find((events) => isInRange(events, ecosystem, version))
  if (!hit && !advisory.versions.includes(version)) return undefined
  const ranges = hit ? [hit] : advisory.ranges
  return { fixedIn: nextFix(ranges.flat(), ecosystem, version) }
}

function isInRange(events: readonly AdvisoryEvent[], ecosystem: Ecosystem, version: string): boolean {
  const reaches = (from: string) => from === '0' || (compareVersions(ecosystem, version, from) ?? -1) >= 0
  const limits = events.flatMap(({ limit }) => (limit === undefined ? [] : [limit]))
  const isBelow = (limit: string) => limit === '*' || (compareVersions(ecosystem, version, limit) ?? 0) < 0
  if (limits.length > 0 && !limits.some(isBelow)) return false
  let isAffected = false
  for (const event of sorted(events, ecosystem)) {
    if (event.introduced !== undefined && reaches(event.introduced)) isAffected = true
    if (event.fixed !== undefined && reaches(event.fixed)) isAffected = false
    if (event.lastAffected !== undefined && isAfter(ecosystem, version, event.lastAffected))
      isAffected = false
  }
  return isAffected && isComparable(ecosystem, version)
}

const isAfter = (ecosystem: Ecosystem, version: string, other: string) =>
  (compareVersions(ecosystem, version, other) ?? 1) > 0

/** Of a version that cannot be read nothing is claimed. */
const isComparable = (ecosystem: Ecosystem, version: string) =>
  compareVersions(ecosystem, version, version) !== undefined

const at = ({ introduced, fixed, lastAffected }: AdvisoryEvent) => introduced ?? fixed ?? lastAffected ?? '0'

/** By version; at the same one, what begins comes after what ends. */
function sorted(events: readonly AdvisoryEvent[], ecosystem: Ecosystem): AdvisoryEvent[] {
  return events.toSorted((a, b) => {
    if (at(a) === '0' || at(b) === '0') return Number(at(b) === '0') - Number(at(a) === '0')
    const order = compareVersions(ecosystem, at(a), at(b)) ?? 0
    return order || Number(a.introduced !== undefined) - Number(b.introduced !== undefined)
  })
}

/** The lowest version that mends it and comes after this one. */
function nextFix(events: readonly AdvisoryEvent[], ecosystem: Ecosystem, version: string): string | null {
  const fixes = events
    .flatMap(({ fixed }) => (fixed === undefined ? [] : [fixed]))
    .filter((fixed) => (compareVersions(ecosystem, fixed, version) ?? -1) > 0)
    .sort((a, b) => compareVersions(ecosystem, a, b) ?? 0)
  return fixes[0] ?? null
}
