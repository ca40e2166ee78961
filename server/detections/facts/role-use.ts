import type { DetectionContext, DetectionMatch, RoleFunction } from '#server/detections/define-detection.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { Evidence } from '#server/domain/verdict.ts'
import { textOf } from './parameters.ts'

const MAX_NAMES = 20
/** Where Lambda's console puts the roles that it makes. */
const PATHS = ['', 'service-role/']

type RoleUse = {
  functions: RoleFunction[]
  /** The function and its region, where the role is that of one alone. */
  place: Pick<DetectionMatch, 'region'> & Partial<Pick<DetectionMatch, 'functionName'>>
  evidence: Evidence[]
}

/** The functions that run with the role that a call to IAM is about: they are what it changes. */
export function roleUse(record: TrailRecord, context: DetectionContext): RoleUse {
  const role = textOf(record, 'roleName')
  const partition = /^(cn|us-gov)-/.exec(record.region)
  const prefix = `arn:${partition ? `aws-${partition[1]}` : 'aws'}:iam::${record.accountId}:role/`
  const functions =
    role === undefined ? [] : PATHS.flatMap((path) => context.functionsOfRole(`${prefix}${path}${role}`))
  const [only] = functions
  const names = functions.slice(0, MAX_NAMES).map(({ name, region }) => `${name} (${region})`)
  const more = functions.length > MAX_NAMES ? ` and ${functions.length - MAX_NAMES} more` : ''
  return {
    functions,
    place: only && functions.length === 1 ? { functionName: only.name, region: only.region } : {},
    evidence:
      functions.length === 0
        ? []
        : [{ label: 'Functions with this role', value: `${names.join(', ')}${more}` }],
  }
}
