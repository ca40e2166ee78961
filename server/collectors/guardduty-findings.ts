import { GetFindingsCommand, ListFindingsCommand } from '@aws-sdk/client-guardduty'
import { call } from '#server/aws/call.ts'
import { paginate } from '#server/aws/paginate.ts'
import { absent } from '#server/domain/field.ts'
import { asArray, asNumber, asObject, asText, asTexts, type JsonObject } from '#server/domain/json.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { CollectorContext } from './define-collector.ts'
import { defineFindings, type FoundFinding } from './define-findings.ts'
import { FINDING_OPERATIONS } from './finding-operations.ts'
import { findingSubjects } from './finding-subject.ts'
import { readTime, readUnless } from './read-field.ts'
import { readDetectorId } from './read-guardduty.ts'
import { SAFEGUARD_OPERATIONS } from './safeguard-operations.ts'

const { guardDutyIds, guardDutyFindings } = FINDING_OPERATIONS

/** GuardDuty's findings about functions, and about the credentials of roles; a region without detector has none. */
export const guarddutyFindings = defineFindings({
  id: 'guardduty-findings',
  title: 'GuardDuty findings',
  source: 'guardduty',
  changedBy: ['guardduty.amazonaws.com'],
  operations: [guardDutyIds, guardDutyFindings, SAFEGUARD_OPERATIONS.listDetectors],
  async *read(context, roleArns) {
    const detector = await readDetectorId(context)
    if (detector.state !== 'known') return { complete: detector.state === 'absent' }
    const DetectorId = detector.value
    const FindingCriteria = {
      Criterion: {
        accountId: { Equals: [context.account.id] },
        'service.archived': { Equals: ['false'] },
        'resource.resourceType': { Equals: ['Lambda', 'AccessKey'] },
      },
    }
    const pages = paginate(context, {
      operation: guardDutyIds,
      command: (NextToken) =>
        new ListFindingsCommand({ DetectorId, FindingCriteria, NextToken, MaxResults: 50 }),
      items: 'findingIds',
      token: 'nextToken',
    })
    let complete = true
    for (;;) {
      const page = await pages.next()
      if (page.done) return { complete: complete && page.value.complete }
      const FindingIds = asTexts(page.value)
      const command = new GetFindingsCommand({ DetectorId, FindingIds })
      const result = await call(context, guardDutyFindings, command)
      if (result.state === 'ok')
        yield asArray(asObject(result.output).findings)
          .map((finding) => readFinding(context, asObject(finding), roleArns))
          .filter((finding) => finding !== undefined)
      else complete = false
    }
  },
})

function readFinding(
  context: CollectorContext,
  from: JsonObject,
  roleArns: ReadonlySet<string> | undefined,
): FoundFinding | undefined {
  const arn = asText(from.arn)
  const service = asObject(from.service)
  if (arn === undefined || service.archived === true) return undefined
  const resource = asObject(from.resource)
  const lambda = asObject(resource.lambdaDetails)
  const ids = [asText(lambda.functionArn), ...rolesOf(context, asObject(resource.accessKeyDetails), roleArns)]
  return {
    arn,
    name: asText(from.title) ?? asText(from.type) ?? arn,
    product: 'GuardDuty',
    rule: asText(from.type) ?? 'unnamed',
    severity: severityOfNumber(asNumber(from.severity)),
    description: asText(from.description) ?? '',
    resourceArns: findingSubjects(ids, roleArns),
    vulnerability: absent(),
    firstSeenAt: readUnless(readTime(service, 'eventFirstSeen'), () => readTime(from, 'createdAt')),
    lastSeenAt: readUnless(readTime(service, 'eventLastSeen'), () => readTime(from, 'updatedAt')),
    url: consoleUrl(context, asText(from.id)),
  }
}

/** GuardDuty names a role without its path. */
function rolesOf(
  { account }: CollectorContext,
  from: JsonObject,
  roleArns: ReadonlySet<string> | undefined,
): string[] {
  const name = asText(from.userName)
  if (name === undefined || !/role/i.test(asText(from.userType) ?? '')) return []
  const byName = [...(roleArns ?? [])].filter((arn) => arn.endsWith(`/${name}`))
  return byName.length > 0 ? byName : [`arn:${account.partition}:iam::${account.id}:role/${name}`]
}

/** Source: GuardDuty user guide, severity levels of findings. */
function severityOfNumber(severity: number | undefined): Severity {
  if (severity === undefined) return 'medium'
  if (severity >= 9) return 'critical'
  if (severity >= 7) return 'high'
  return severity >= 4 ? 'medium' : 'low'
}

function consoleUrl({ account, region }: CollectorContext, id: string | undefined): string | null {
  if (id === undefined || account.partition !== 'aws') return null
  const query = `search=${encodeURIComponent(`id=${id}`)}`
  return `https://${region}.console.aws.amazon.com/guardduty/home?region=${region}#/findings?${query}`
}
