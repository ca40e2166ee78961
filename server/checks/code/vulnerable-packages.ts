import { isUnseen, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Severity } from '#server/domain/severity.ts'

export type Hole = {
  id: string
  severity: Severity
  package: string
  fixedIn: string | null
  exploited: boolean
}

export type Looked = {
  holes: Hole[]
  /** Why what was not looked at may hide more, as sentences. */
  unseen: string[]
  by: string[]
}

const DAY_MS = 86_400_000
/** Inspector scans functions that were invoked or updated in the last 90 days. Source: Inspector User Guide, scanning Lambda. */
const INSPECTOR_DAYS = 90
/** The tag by which a function is left out of Inspector's scans. Source: Inspector User Guide, excluding functions. */
const EXCLUSION_TAG = 'InspectorExclusion'

/** Vulnerabilities in the downloaded code of a function and of its layers. */
export function holesInCode(record: FunctionRecord, around: Surroundings): Looked {
  const looked: Looked = { holes: [], unseen: [], by: [] }
  const sha = valueOr(record.codeSha256, undefined)
  for (const owner of [record.arn, ...(valueOr(record.layers, []) ?? [])]) {
    const what = owner === record.arn ? 'its code' : `the layer ${owner}`
    const found = around.find('code-package', `${owner}:code`)
    if (found.state !== 'known') {
      looked.unseen.push(`${what} was not looked at`)
      continue
    }
    const { vulnerabilities, databaseDate, codeSha256 } = found.value
    if (owner === record.arn && sha !== undefined && codeSha256 !== sha) {
      looked.unseen.push('its code has changed since it was looked at')
      continue
    }
    if (vulnerabilities.state !== 'known') {
      const why = vulnerabilities.state === 'failed' ? vulnerabilities.reason : vulnerabilities.state
      looked.unseen.push(`${what} could not be compared with a vulnerability database: ${why}`)
      continue
    }
    looked.by.push(`${what}, database of ${valueOr(databaseDate, 'unknown day') ?? 'unknown day'}`)
    for (const one of vulnerabilities.value)
      looked.holes.push({
        id: one.aliases.find((alias) => alias.startsWith('CVE-')) ?? one.id,
        severity: one.severity,
        package: `${one.name} ${one.version}`,
        fixedIn: one.fixedIn,
        exploited: false,
      })
  }
  return looked
}

/**
 * What Amazon Inspector says of a function's packages, itself or through Security Hub. Silence counts only where it is
 * known to scan the function.
 */
export function holesByInspector(record: FunctionRecord, around: Surroundings): Looked {
  const own = around.externalFindings(record.arn, 'inspector')
  const findings = own.state === 'known' ? own : around.externalFindings(record.arn, 'security-hub')
  if (findings.state !== 'known')
    return { holes: [], unseen: ['findings of Inspector were not read'], by: [] }
  const holes = findings.value.flatMap((finding): Hole[] => {
    const { vulnerability, severity } = finding
    if (vulnerability.state !== 'known') return []
    const { id, packageName, version, fixedIn, exploited } = vulnerability.value
    return [{ id, severity, package: `${packageName} ${version}`.trim(), fixedIn, exploited }]
  })
  const why =
    own.state === 'known' ? whyNotScanned(record, around) : 'findings of Inspector were not read themselves'
  return { holes, unseen: why === undefined ? [] : [why], by: ['Amazon Inspector'] }
}

function whyNotScanned(record: FunctionRecord, around: Surroundings): string | undefined {
  const safeguards = around.all('safeguards', record)
  const inspector = safeguards.state === 'known' ? safeguards.value[0]?.inspector : undefined
  if (inspector === undefined || isUnseen(inspector)) return 'whether Inspector scans functions is not known'
  if (inspector.state !== 'known' || !inspector.value.lambda) return 'Inspector does not scan functions here'
  if (record.packageType.state === 'known' && record.packageType.value === 'Image')
    return 'Inspector scans container images in their repository'
  const tags = valueOr(record.tags, {})
  if (tags === undefined) return 'whether a tag leaves it out of the scan is not known'
  if (Object.hasOwn(tags, EXCLUSION_TAG)) return 'a tag leaves it out of Inspector’s scan'
  const invokedAt = valueOr(around.activity(record.arn), undefined)?.lastInvokedAt ?? ''
  const days = [invokedAt, valueOr(record.lastModifiedAt, '') ?? ''].map((time) => Date.parse(time))
  const last = Math.max(...days.filter((time) => !Number.isNaN(time)), 0)
  return around.now - last > INSPECTOR_DAYS * DAY_MS
    ? `Inspector leaves out functions that were neither invoked nor updated for ${INSPECTOR_DAYS} days`
    : undefined
}
