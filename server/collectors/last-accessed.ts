import { setTimeout as sleep } from 'node:timers/promises'
import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
} from '@aws-sdk/client-iam'
import { call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import type { LastAccessedService } from '#server/domain/access/least-privilege/last-accessed-service.ts'
import { denied, type Field, failed, known } from '#server/domain/field.ts'
import { asArray, asObject, asText, type JsonObject } from '#server/domain/json.ts'
import { MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readBatches } from './read-each.ts'
import { unseen } from './read-field.ts'
import { readLastAccessed } from './read-last-accessed.ts'

export type RoleLastAccessed = { roleArn: string; services: Field<LastAccessedService[]> }

const hides =
  'when a role last used which service, so that unused permissions are judged by stored events alone'
const generate: Operation = {
  service: 'iam',
  name: 'GenerateServiceLastAccessedDetails',
  permission: 'iam:GenerateServiceLastAccessedDetails',
  costUsd: 0,
  hides,
}
const getDetails: Operation = {
  service: 'iam',
  name: 'GetServiceLastAccessedDetails',
  permission: 'iam:GetServiceLastAccessedDetails',
  costUsd: 0,
  hides,
}

const FIRST_WAIT_MS = SECOND_MS / 2
const LONGEST_WAIT_MS = 10 * SECOND_MS
const PATIENCE_MS = 2 * MINUTE_MS
const MOST_PAGES = 100
/** After so many denials in a row nobody is asked any more: whoever may not look may not look at the rest either. */
const DENIALS = 5

/** When each of the given roles last used which service, by action where IAM follows those. Roles that are gone are left out. */
export const lastAccessed = defineCollector<RoleLastAccessed, readonly string[]>({
  id: 'last-accessed',
  title: 'Last accessed details',
  scope: 'account',
  operations: [generate, getDetails],
  async *collect(context, roleArns): Batches<RoleLastAccessed> {
    let denials = 0
    yield* readBatches(context, [...new Set(roleArns)], async (roleArn) => {
      if (denials >= DENIALS) return { roleArn, services: denied<LastAccessedService[]>(generate.permission) }
      const services = await readRole(context, roleArn)
      denials = services.state === 'denied' ? denials + 1 : 0
      return services.state === 'absent' ? undefined : { roleArn, services }
    })
    return { complete: true }
  },
})

/** Absent where there is no such role. */
async function readRole(context: CollectorContext, Arn: string): Promise<Field<LastAccessedService[]>> {
  const command = new GenerateServiceLastAccessedDetailsCommand({ Arn, Granularity: 'ACTION_LEVEL' })
  const result = await call(context, generate, command, { resource: Arn })
  if (result.state !== 'ok') return unseen(result)
  const jobId = asText(asObject(result.output).JobId)
  if (jobId === undefined) return malformed(context, Arn, 'the answer has no job')
  const first = await waitForReport(context, Arn, jobId)
  return first.state === 'known' ? readPages(context, Arn, jobId, first.value) : first
}

/** The report's first page, asked for at growing distances until IAM has made it. */
async function waitForReport(
  context: CollectorContext,
  roleArn: string,
  jobId: string,
): Promise<Field<JsonObject>> {
  const untilMs = context.clock() + PATIENCE_MS
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const page = await getPage(context, roleArn, jobId)
    if (page.state !== 'known') return page
    const { JobStatus: status, Error: error } = page.value
    if (status === 'COMPLETED') return page
    if (status === 'FAILED') return failed(asText(asObject(error).Code) ?? 'IAM could not make the report')
    if (status !== 'IN_PROGRESS') return malformed(context, roleArn, 'the answer has no status')
    if (context.clock() + waitMs > untilMs) return failed('IAM did not make the report in time')
    await sleep(waitMs, undefined, { signal: context.signal })
  }
}

async function getPage(
  context: CollectorContext,
  resource: string,
  JobId: string,
  Marker?: string,
): Promise<Field<JsonObject>> {
  const command = new GetServiceLastAccessedDetailsCommand({ JobId, Marker, MaxItems: 1000 })
  const result = await call(context, getDetails, command, { resource })
  if (result.state === 'not-found') return failed('the report is gone')
  return result.state === 'ok' ? known(asObject(result.output)) : unseen(result)
}

async function readPages(
  context: CollectorContext,
  roleArn: string,
  jobId: string,
  first: JsonObject,
): Promise<Field<LastAccessedService[]>> {
  const items: unknown[] = []
  const seen = new Set<string>()
  for (let page = first; seen.size < MOST_PAGES; ) {
    items.push(...asArray(page.ServicesLastAccessed))
    const marker = asText(page.Marker)
    if (page.IsTruncated !== true) return readLastAccessed(items)
    if (marker === undefined || seen.has(marker)) break
    seen.add(marker)
    const next = await getPage(context, roleArn, jobId, marker)
    if (next.state !== 'known') return next.state === 'absent' ? failed('the report is gone') : next
    page = next.value
  }
  return malformed(context, roleArn, 'the pages of the report do not end')
}

function malformed(context: CollectorContext, roleArn: string, message: string): Field<never> {
  context.report.addProblem(getDetails, { state: 'malformed', code: 'MalformedAnswer', message }, roleArn)
  return failed('MalformedAnswer')
}
