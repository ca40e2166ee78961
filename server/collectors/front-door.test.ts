import { expect, it } from 'vitest'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { assembleTriggers } from '#server/domain/triggers/assemble-triggers.ts'
import { buildSourceIndex } from '#server/domain/triggers/source-index.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { apis } from './apis.ts'
import { cloudfrontWebAcls } from './cloudfront-web-acls.ts'
import type { Collector } from './define-collector.ts'
import { distributions } from './distributions.ts'
import { functions } from './functions.ts'
import { loadBalancers } from './load-balancers.ts'
import { webAcls } from './web-acls.ts'

const COLLECTORS: Collector<ResourceRecord>[] = [
  apis,
  loadBalancers,
  distributions,
  webAcls,
  cloudfrontWebAcls,
]
const demo = openDemo({ accounts: 1, hostile: true })
const shop = openDemo({ functions: 240 })

it.each(COLLECTORS)(
  '$id: an account without functions has none, and that is told as such',
  async (collector) => {
    const found = await demo.run(collector, undefined, { account: 1 })
    expect(found).toMatchObject({ status: 'ok', complete: true, items: [], problems: [] })
    expect(found.calls).toBeLessThanOrEqual(2)
  },
)

it.each(COLLECTORS)('$id: a stopped run is not complete', async (collector) => {
  const overrides = { signal: AbortSignal.abort(new Error('stop')) }
  const found = await demo.run(collector, undefined, { overrides })
  expect(found).toMatchObject({ complete: false, items: [] })
})

it.each(COLLECTORS)('$id: credentials that expire in the middle are renewed', async (collector) => {
  demo.aws.setFaults([{ kind: 'expired-credentials', times: 1 }])
  expect(await demo.run(collector, undefined)).toMatchObject({ status: 'ok', complete: true, problems: [] })
})

it('sources and grants agree, but for an API that is gone and a route that nobody granted', async () => {
  const records: ResourceRecord[] = []
  for (const collector of COLLECTORS) {
    const regions = collector.scope === 'account' ? ['global'] : ['eu-west-1', 'us-east-1']
    for (const region of regions) records.push(...(await shop.run(collector, undefined, { region })).items)
  }
  const listed: FunctionRecord[] = []
  for (const region of ['eu-west-1', 'us-east-1'])
    listed.push(...(await shop.run(functions, undefined, { region })).items)
  const account = shop.aws.accounts[0]?.id
  const places = ['eu-west-1/api', 'us-east-1/api', 'eu-west-1/load-balancer', 'us-east-1/load-balancer']
  const index = buildSourceIndex(records, new Set(places.map((place) => `${account}/${place}`)))
  const triggers = listed.flatMap((fn) =>
    assembleTriggers(fn, index).triggers.map((trigger) => ({ ...trigger, region: fn.region })),
  )
  const ofKind = (kind: string) => triggers.filter((trigger) => trigger.kind === kind)
  const alone = ofKind('api').filter(({ sides }) => sides === 'source only')
  expect(alone.length).toBeGreaterThan(0)
  expect(alone.every(({ detail }) => detail.startsWith('GET /v1/legacy'))).toBe(true)
  const gone = ofKind('api').filter(({ sides }) => sides === 'grant only')
  expect(new Set(gone.map(({ source, region }) => `${region} ${source?.split('/')[0]}`)).size).toBe(2)
  expect(ofKind('api').filter(({ sides }) => sides === 'both').length).toBeGreaterThan(40)
  expect(ofKind('elb').map(({ sides }) => sides)).toEqual(['both', 'both'])
  expect(ofKind('cloudfront').every(({ sides, live }) => sides !== 'source only' && live === true)).toBe(true)
})
