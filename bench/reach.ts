import { known } from '#server/domain/field.ts'
import { callChains } from '#server/domain/reach/call-chains.ts'
import type { FunctionCall } from '#server/domain/reach/reach.ts'
import type { ReachInput } from '#server/domain/reach/reach-input.ts'
import { workOutReach } from '#server/domain/reach/work-out-reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { assembleTriggers } from '#server/domain/triggers/assemble-triggers.ts'
import { buildSourceIndex } from '#server/domain/triggers/source-index.ts'
import { makeEventSource, makeMapping } from '#server/testing/event-source-records.ts'
import { ACCOUNT_ID, makeFunctionRecord, REGION } from '#server/testing/factories.ts'
import * as make from '#server/testing/source-records.ts'
import { atMost, type Bench } from './define-bench.ts'

const FUNCTIONS = 10_000
const FUNCTIONS_AN_API = 50

type Estate = { functions: FunctionRecord[]; sources: ResourceRecord[] }

const service = (name: string, sourceArn: string) => ({
  Principal: { Service: `${name}.amazonaws.com` },
  Condition: { ArnLike: { 'AWS:SourceArn': sourceArn } },
})

/** Per function a route, a queue, a topic and a grant for each; every tenth has a URL, every fiftieth is open to accounts. */
function estate(): Estate {
  const functions: FunctionRecord[] = []
  const sources: ResourceRecord[] = []
  for (let api = 0; api < FUNCTIONS / FUNCTIONS_AN_API; api++) {
    const routes = []
    for (let i = 0; i < FUNCTIONS_AN_API; i++) {
      const n = api * FUNCTIONS_AN_API + i
      const name = `f${n}`
      const arn = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`
      const queue = `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:q${n}`
      const topic = `arn:aws:sns:${REGION}:${ACCOUNT_ID}:t${n}`
      const integration = { type: 'AWS_PROXY', functionArn: arn, invocation: 'synchronous' as const }
      routes.push(make.makeRoute({ path: `/r${i}/{id}`, authorization: n % 3 ? 'JWT' : 'NONE', integration }))
      sources.push(
        makeMapping({ uuid: `u${n}`, functionArn: known(arn), eventSourceArn: known(queue) }),
        makeEventSource({ arn: queue }),
        make.makeSubscription({ arn: `${topic}:1`, topicArn: topic, functionArn: arn }),
      )
      const statements = [
        service('apigateway', `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:api${api}/*/GET/r${i}/*`),
        service('sns', topic),
        ...(n % 50 === 0 ? [{ Principal: { AWS: '333333333333' } }] : []),
        ...(n % 10 === 0 ? [{ Principal: '*', Action: 'lambda:InvokeFunctionUrl' }] : []),
      ]
      functions.push(
        makeFunctionRecord({
          name,
          policy: known(make.makePolicy(...statements)),
          ...(n % 10 === 0 ? { urls: known([{ url: `https://${name}/`, authType: 'NONE' }]) } : {}),
        }),
      )
    }
    sources.push(make.makeApi({ apiId: `api${api}`, routes: known(routes) }))
  }
  return { functions, sources }
}

function reachSeconds({ functions, sources }: Estate): number {
  const neighbours = functions.map(({ name }) => ({ name }))
  const organization = make.makeOrganization()
  const startedAt = process.cpuUsage()
  const index = buildSourceIndex(sources, make.ALL_COLLECTED)
  for (const fn of functions) {
    const { triggers, unseen } = assembleTriggers(fn, index)
    const input: ReachInput = {
      fn,
      triggers,
      triggersUnseen: unseen,
      index,
      organization,
      invokers: [],
      settings: undefined,
      neighbours,
      role: undefined,
      roleResources: [],
    }
    workOutReach(input)
  }
  const { user, system } = process.cpuUsage(startedAt)
  return (user + system) / 1e6
}

/** Everyone may call everyone by name in a ring of five steps, and by a permission on everything. */
function chainMilliseconds({ functions }: Estate): number {
  const call = (fromArn: string, toArn: string): FunctionCall => ({
    fromArn,
    toArn,
    by: ['permission'],
    synchronous: null,
    evidence: '',
    lastSeenAt: null,
  })
  const calls = functions.flatMap(({ arn }, i) => [
    call(arn, '*'),
    ...[1, 2, 3, 5, 7].map((step) => call(arn, functions[(i + step) % functions.length]?.arn ?? arn)),
  ])
  const startedAt = process.cpuUsage()
  callChains(functions[7]?.arn ?? '', calls, functions)
  const { user, system } = process.cpuUsage(startedAt)
  return (user + system) / 1000
}

/** Triggers and reach of an estate on one core, and the chains of one function among functions that all call each other. */
export const reach: Bench = {
  name: 'reach',
  run: async () => {
    const all = estate()
    return [
      atMost('triggers and reach of 10,000 functions, CPU time', reachSeconds(all), 10, 's'),
      atMost(
        'chains through one of 10,000 functions that all call each other',
        chainMilliseconds(all),
        500,
        'ms',
      ),
    ]
  },
}
