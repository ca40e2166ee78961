import type { DetectionMatch } from '#server/detections/define-detection.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { Evidence } from '#server/domain/verdict.ts'

const MAX_TEXT = 300
/** No ARN is longer. Source: IAM quotas. */
const MAX_ARN = 2_048
const MAX_RESOURCES = 50
const VIA: Record<TrailRecord['tool'], string> = {
  console: 'from the console',
  cli: 'with the AWS CLI',
  sdk: 'with an SDK',
  iac: 'with infrastructure as code',
  service: 'through an AWS service',
  unknown: 'with an unknown tool',
}

/** Text of a record as far as a sentence can bear it. */
export function brief(text: string, length = MAX_TEXT): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

/** The person, user or role's session behind a record. */
export function whoIn(record: TrailRecord): string {
  return brief(personName(record.actorName), 120)
}

/** "alice ran UpdateFunctionCode with the AWS CLI". */
export function ranIn(record: TrailRecord): string {
  return `${whoIn(record)} ran ${brief(record.eventName, 80)} ${VIA[record.tool]}`
}

/** The role of a session, else the user, root or service: who is known for having done something before. */
export function principalOf(record: TrailRecord): string {
  return record.roleArn ?? record.actorArn
}

type Act = Pick<DetectionMatch, 'title' | 'summary'> &
  Partial<DetectionMatch> & {
    /** What was acted on: together with the actor it makes the incident. */
    of: string
  }

/** What one act is told as: with who did it, from where and with what. */
export function actMatch(
  record: TrailRecord,
  { of, key = `${of} ${record.actorArn}`, resources = [], evidence = [], ...act }: Act,
): DetectionMatch {
  return {
    functionName: record.functionName,
    ...act,
    key,
    resources: resources.slice(0, MAX_RESOURCES).map((one) => brief(one, MAX_ARN)),
    title: brief(act.title),
    summary: brief(act.summary, 600),
    evidence: [...evidence.map(short), ...actorEvidence(record)],
  }
}

function short({ label, value }: Evidence): Evidence {
  return { label, value: brief(value, 2_000) }
}

function actorEvidence(record: TrailRecord): Evidence[] {
  return [
    { label: 'Actor', value: record.actorArn || 'not recorded' },
    { label: 'Tool', value: record.userAgent ?? 'not recorded' },
    { label: 'Source address', value: record.sourceIp ?? 'not recorded' },
  ].map(short)
}
