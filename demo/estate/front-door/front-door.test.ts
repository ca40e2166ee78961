import { expect, it } from 'vitest'
import { Estate } from '#demo/estate/estate.ts'
import { grantedSources } from '#demo/estate/sources/grants.ts'
import { distributionsOf, frontDoorOf } from './front-door.ts'

function estateOf(functions: number, accounts = 1, hostile = false) {
  return new Estate({
    seed: 1,
    functions,
    accounts,
    hostile,
    disabledRegions: [],
    anchorMs: Date.UTC(2026, 9, 14),
  })
}

function homeOf(functions: number) {
  const estate = estateOf(functions)
  const [account] = estate.accounts
  if (!account) throw new Error('no account')
  return { account, estate, partition: estate.partition(account, 'eu-west-1') }
}

it.each([60, 200, 1000])(
  'agrees with what %i functions grant, but for one API that is gone and one route',
  (count) => {
    const { partition } = homeOf(count)
    const { apis } = frontDoorOf(partition)
    const granted = new Set<string>()
    const gone = new Set<string>()
    for (const fn of partition.functions)
      for (const source of grantedSources(fn, 'apigateway')) {
        const id = source.split(':')[5]?.split('/')[0] ?? ''
        const api = apis.find((candidate) => candidate.id === id)
        granted.add(`${id} ${fn.arn}`)
        if (!api) gone.add(id)
        else {
          const called = [...api.routes, ...api.authorizers].map(({ functionArn }) => functionArn)
          const byVariable = api.stages.some(({ variables }) => variables?.handler !== undefined)
          expect(called.includes(fn.arn) || byVariable).toBe(true)
        }
      }
    expect(gone.size).toBe(1)
    const ungranted = apis.flatMap(({ id, routes }) =>
      routes.filter(
        ({ functionArn }) =>
          functionArn && !functionArn.includes('$') && !granted.has(`${id} ${functionArn}`),
      ),
    )
    expect(ungranted.length).toBeGreaterThan(0)
    expect(ungranted.every(({ path }) => path === '/v1/legacy')).toBe(true)
  },
)

it('shows each kind of front door already in a small estate', () => {
  const { partition, estate, account } = homeOf(120)
  const { apis, loadBalancers, webAcls } = frontDoorOf(partition)
  const auth = new Set(apis.flatMap(({ routes }) => routes.map((route) => route.auth)))
  expect(auth).toEqual(new Set(['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS', 'JWT']))
  expect(apis.filter(({ endpointType }) => endpointType === 'PRIVATE')).toHaveLength(1)
  expect(apis.some(({ stages }) => stages.length === 0)).toBe(true)
  expect(apis.some(({ routes }) => routes.every(({ apiKey }) => apiKey))).toBe(true)
  expect(loadBalancers.map(({ scheme }) => scheme)).toEqual(['internet-facing', 'internal'])
  expect(webAcls.flatMap(({ resources }) => resources).length).toBeGreaterThan(1)
  const [beforeApi] = distributionsOf(estate, account)
  const [checkout] = apis
  expect(beforeApi?.origins[0]?.domainName).toContain(checkout?.id)
  expect(checkout?.executeApiDisabled).toBe(false)
})

it('is granted by routes of the same form, those of WebSocket APIs without a path', () => {
  const { partition } = homeOf(1000)
  const { apis } = frontDoorOf(partition)
  const webSocket = apis.find(({ protocol }) => protocol === 'WEBSOCKET')
  const sources = partition.functions
    .flatMap((fn) => grantedSources(fn, 'apigateway'))
    .filter((source) => !source.includes('/authorizers/'))
  const [own, others] = [true, false].map((wanted) =>
    sources.filter((source) => source.includes(`:${webSocket?.id}/`) === wanted),
  )
  expect(own?.length).toBeGreaterThan(0)
  expect(own?.every((source) => source.endsWith(`:${webSocket?.id}/*`))).toBe(true)
  expect(others?.some((source) => source.endsWith('/*/*/v1/*'))).toBe(true)
})

it('is the same each time and in each estate of the same seed', () => {
  const [a, b] = [homeOf(200), homeOf(200)]
  expect(frontDoorOf(a.partition)).toEqual(frontDoorOf(b.partition))
  expect(distributionsOf(a.estate, a.account)).toEqual(distributionsOf(b.estate, b.account))
})

it('is empty for an account without functions', () => {
  const estate = estateOf(60, 1, true)
  const empty = estate.accounts.find(({ name }) => name === 'empty')
  if (!empty) throw new Error('no empty account')
  expect(frontDoorOf(estate.partition(empty, 'eu-west-1'))).toEqual({
    apis: [],
    loadBalancers: [],
    otherTargetGroups: [],
    webAcls: [],
  })
  expect(distributionsOf(estate, empty)).toEqual([])
})

it('is made of 10,000 functions in 20 accounts within two seconds', () => {
  const estate = estateOf(10_000, 20)
  const partitions = estate.accounts.flatMap((account) =>
    account.regions.map((region) => estate.partition(account, region)),
  )
  const startMs = performance.now()
  for (const partition of partitions) frontDoorOf(partition)
  for (const account of estate.accounts) distributionsOf(estate, account)
  expect(performance.now() - startMs).toBeLessThan(2000)
})
