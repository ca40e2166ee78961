import { expect, it } from 'vitest'
import { openDemo } from '#server/testing/open-demo.ts'
import { apis } from './apis.ts'
import { cloudfrontWebAcls } from './cloudfront-web-acls.ts'
import type { Collector } from './define-collector.ts'
import { distributions } from './distributions.ts'
import { loadBalancers } from './load-balancers.ts'
import { webAcls } from './web-acls.ts'

const COLLECTORS: Collector<unknown>[] = [apis, loadBalancers, distributions, webAcls, cloudfrontWebAcls]
const demo = openDemo({ accounts: 1, hostile: true })

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
