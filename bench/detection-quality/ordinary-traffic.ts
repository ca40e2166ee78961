import type { DetectionContext } from '#server/detections/define-detection.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import type { JsonObject } from '#server/domain/json.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { createRandom } from '#server/testing/seed/random.ts'
import { ACCOUNT, ACTORS, type Actor, functionActor, person } from './ordinary-actors.ts'
import { type Call, deployment, platformWork, preview, readings, scan, workOf } from './ordinary-calls.ts'

export const ORDINARY_DAYS = 35
const START_MS = Date.UTC(2026, 9, 1)
const FUNCTIONS = Array.from({ length: 60 }, (_, i) => `service-${i}`)
const PEOPLE = Array.from({ length: 9 }, (_, i) => `person${i}@example.com`)

/** The estate knows the roles of its functions. */
export const ordinaryContext: DetectionContext = {
  ...NO_CONTEXT,
  functionsOfRole: (roleArn) => {
    const name = /role\/(.+)-role$/.exec(roleArn)?.[1]
    return name && FUNCTIONS.includes(name) ? [{ name, region: 'eu-west-1', runtime: 'nodejs24.x' }] : []
  },
  isOwnAccount: (accountId) => accountId === ACCOUNT,
}

/**
 * Five weeks of an account in which pipelines deploy, functions work, people look and a scanner reads, in the order of
 * time. Nobody deploys by hand or does anything that should raise an alert, but things that are new do come up: services,
 * a pipeline, a colleague, journeys, rights that a function lacks.
 */
export function ordinaryTraffic(): TrailRecord[] {
  const random = createRandom(7)
  const records: TrailRecord[] = []
  const make = (actor: Actor, calls: readonly Call[], fromMs: number, stepMs = 2_000) => {
    calls.forEach((one, i) => {
      const record = readRawRecord(rawOf(actor, one, fromMs + i * stepMs, records.length), {
        accountId: ACCOUNT,
        region: 'eu-west-1',
      })
      if (record) records.push(record)
    })
  }
  for (let day = 0; day < ORDINARY_DAYS; day += 1) {
    const dayMs = START_MS + day * DAY_MS
    const isWorkday = day % 7 < 5
    const at = (hour: number) => dayMs + hour * HOUR_MS + random.int(50) * MINUTE_MS
    for (let hour = 0; hour < 24; hour += 1)
      for (let i = 0; i < 6; i += 1) {
        const name = random.pick(FUNCTIONS)
        make(functionActor(name, random), workOf(name), at(hour), 500)
      }
    make(ACTORS.scanner, scan(FUNCTIONS), at(3), 700)
    make(ACTORS.instance, workOf('web'), at(5))
    make(ACTORS.backup, [{ source: 's3', name: 'ListBuckets' }], at(2))
    if (!isWorkday) continue
    for (let i = 0; i < 12; i += 1) {
      const service = random.int(FUNCTIONS.length)
      make(pipelineOf(service, day), deployment(`service-${service}`, i === 7), at(8 + (i % 9)))
    }
    make(ACTORS.terraform, platformWork(day), at(14))
    make(ACTORS.images, [{ source: 'ecr', name: 'PutImage', request: { repositoryName: 'orders' } }], at(11))
    for (const part of preview(`pr-${day}`)) make(ACTORS.cloudformation, part, at(9))
    PEOPLE.forEach((name, i) => {
      if (i === 8 && day < 20) return
      const isAway = random.int(60) === 0
      make(
        person(name, i, isAway ? 'away' : random.int(3) === 0 ? 'home' : 'office'),
        readings(random),
        at(9),
        20_000,
      )
    })
  }
  return records.sort((one, other) => one.eventTime.getTime() - other.eventTime.getTime())
}

/** A third is deployed with Terraform; a few services move to a pipeline of their own in the fourth week. */
function pipelineOf(service: number, day: number): Actor {
  if (service >= 57 && day >= 22) return ACTORS.newPipeline
  return service % 3 === 0 ? ACTORS.terraform : ACTORS.cloudformation
}

function rawOf(
  actor: Actor,
  { source, name, request = null, error, region }: Call,
  atMs: number,
  serial: number,
): JsonObject {
  const isReading = /^(Get|List|Describe|Lookup|Head|Batch|Filter|Simulate)/.test(name)
  return {
    eventVersion: '1.11',
    eventID: `ordinary-${serial}`,
    eventTime: new Date(atMs).toISOString(),
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: region ?? (/^(iam|sts|cloudfront)$/.test(source) ? 'us-east-1' : 'eu-west-1'),
    ...actor,
    requestParameters: request,
    responseElements: name === 'ConsoleLogin' ? { ConsoleLogin: 'Success' } : null,
    ...(name === 'ConsoleLogin' ? { additionalEventData: { MFAUsed: 'No' } } : {}),
    ...(error ? { errorCode: error, errorMessage: `not authorized to perform ${name}` } : {}),
    readOnly: isReading,
    eventType: name === 'ConsoleLogin' ? 'AwsConsoleSignIn' : 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
  }
}
