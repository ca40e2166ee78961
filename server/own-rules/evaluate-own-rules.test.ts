import { expect, it } from 'vitest'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { ACCOUNT_ID, makeFunctionRecord, REGION } from '#server/testing/factories.ts'
import { evaluateOwnRules } from './evaluate-own-rules.ts'
import { ruleForTest } from './rule-for-test.ts'

const DEADLINE_MS = 4000
const arn = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`
const fn = (name: string, parts: Partial<ReturnType<typeof makeFunctionRecord>> = {}) => ({
  ...makeFunctionRecord({ name }),
  arn: arn(name),
  name,
  ...parts,
})

const subjectsOf = (records: ResourceRecord[]) => {
  const around = estateOf(records)
  return records.map((record) => ({ record, around }))
}

async function verdictsOf(condition: string, records: ResourceRecord[]) {
  const rule = ruleForTest({ condition })
  const outcomes = await evaluateOwnRules([rule], subjectsOf(records), DEADLINE_MS)
  const { verdicts, problem } = outcomes.get(rule.id) ?? { verdicts: new Map(), problem: null }
  return { states: records.map((record) => verdicts.get(record.arn)?.state), verdicts, problem }
}

it('passes, fails, and knows where it does not know', async () => {
  const { states, verdicts, problem } = await verdictsOf('resource.timeoutSeconds <= 60', [
    fn('short', { timeoutSeconds: known(30) }),
    fn('long', { timeoutSeconds: known(900) }),
    fn('hidden', { timeoutSeconds: denied('lambda:ListFunctions') }),
    fn('broken', { timeoutSeconds: failed('Timeout') }),
  ])
  expect(states).toEqual(['pass', 'fail', 'unknown', 'unknown'])
  expect(problem).toBeNull()
  expect(verdicts.get(arn('long'))).toEqual({
    state: 'fail',
    severity: 'medium',
    summary: 'long may run for longer than a minute.',
    evidence: [
      { label: 'Condition', value: 'resource.timeoutSeconds <= 60' },
      { label: 'resource.timeoutSeconds', value: '900' },
    ],
  })
  expect(verdicts.get(arn('hidden'))).toEqual({
    state: 'unknown',
    reason: 'Not seen: resource.timeoutSeconds: lambda:ListFunctions is denied.',
  })
})

it.each([
  ['an absent field is null', 'resource.kmsKeyArn == null', { kmsKeyArn: absent() }, 'pass'],
  ['has() tells what is there', 'has(resource.kmsKeyArn)', { kmsKeyArn: known('k') }, 'pass'],
  ['has() of what is not there is false', 'has(resource.kmsKeyArn)', { kmsKeyArn: absent() }, 'fail'],
  [
    'has() of what was not seen is not known',
    'has(resource.kmsKeyArn)',
    { kmsKeyArn: failed('x') },
    'unknown',
  ],
  [
    'what was not seen does not matter where something else decides',
    'resource.timeoutSeconds < 5 || resource.kmsKeyArn != null',
    { timeoutSeconds: known(3), kmsKeyArn: failed('x') },
    'pass',
  ],
  [
    'nor on the other side',
    'resource.kmsKeyArn != null || resource.timeoutSeconds < 5',
    { timeoutSeconds: known(3), kmsKeyArn: failed('x') },
    'pass',
  ],
  [
    'it matters where nothing else does',
    'resource.kmsKeyArn != null && resource.timeoutSeconds < 5',
    { timeoutSeconds: known(3), kmsKeyArn: failed('x') },
    'unknown',
  ],
  [
    'members of lists are read',
    'resource.urls.all(url, url.authType == "AWS_IAM")',
    { urls: known([{ url: 'https://x', authType: 'NONE' }]) },
    'fail',
  ],
  ['maps are searched by key', '"team" in resource.tags', { tags: known({ team: 'a' }) }, 'pass'],
  ['a tag that is not there is false', '"team" in resource.tags', { tags: known({ a: 'b' }) }, 'fail'],
  ['whole records are read', 'resource["memoryMb"] >= 128', { memoryMb: known(128) }, 'pass'],
  [
    'arithmetic is that of whole numbers',
    'resource.timeoutSeconds / 60 == 2',
    { timeoutSeconds: known(125) },
    'pass',
  ],
  ['labels come from tags', 'labels.owner == "orders"', { tags: known({ team: 'orders' }) }, 'pass'],
  ['what starts it is a list', 'triggers.size() == 0', {}, 'pass'],
  ['a member that is not there is not known', 'resource.colour == 1', {}, 'unknown'],
] as const)('%s', async (_, condition, parts, state) => {
  const { states } = await verdictsOf(condition, [fn('one', parts as never)])
  expect(states).toEqual([state])
})

it('says where a condition goes wrong, and still runs the others', async () => {
  const broken = ruleForTest({ id: 'own-broken', condition: 'resource.timeoutSeconds <=\n  && true' })
  const foreign = ruleForTest({ id: 'own-foreign', condition: 'true &&\n process.exit' })
  const records = [fn('one', { timeoutSeconds: known(3) })]
  const outcomes = await evaluateOwnRules([broken, foreign, ruleForTest()], subjectsOf(records), DEADLINE_MS)
  expect(outcomes.get('own-broken')?.problem).toMatchObject({ line: 1, column: expect.any(Number) })
  expect(outcomes.get('own-foreign')?.problem).toMatchObject({
    line: 2,
    column: 2,
    text: expect.stringContaining('there is no process'),
  })
  expect(outcomes.get('own-timeouts-short')?.verdicts.get(arn('one'))?.state).toBe('pass')
})

it('stops what never ends or grows without end, and still runs the others', async () => {
  const names = Array.from({ length: 400 }, (_, i) => `K${i}`)
  const slow = ruleForTest({
    id: 'own-slow',
    condition:
      'resource.layers.all(a, resource.layers.all(b, resource.layers.all(c, resource.layers.all(d, a + b + c + d != ""))))',
  })
  const greedy = ruleForTest({
    id: 'own-greedy',
    condition:
      'resource.layers.map(a, resource.layers.map(b, resource.layers.map(c, a + b + c))).size() > 0 && resource.layers.map(a, resource.layers.map(b, resource.layers.map(c, a + b + c))).size() < 0',
  })
  const records = [fn('one', { layers: known(names), timeoutSeconds: known(3) })]
  const outcomes = await evaluateOwnRules([slow, greedy, ruleForTest()], subjectsOf(records), 1500)
  expect(outcomes.get('own-slow')).toMatchObject({
    problem: { text: 'It was stopped: it took longer than 1500 ms.' },
  })
  expect(outcomes.get('own-slow')?.verdicts.get(arn('one'))?.state).toBe('unknown')
  expect(outcomes.get('own-greedy')?.problem?.text).toMatch(/^It was stopped: it took/)
  expect(outcomes.get('own-timeouts-short')?.verdicts.get(arn('one'))?.state).toBe('pass')
}, 20_000)

it('does not run again what was stopped on an earlier page', async () => {
  const nums = Array.from({ length: 60 }, (_, i) => i).join(', ')
  const endless = `[${nums}].all(a, [${nums}].all(b, [${nums}].all(c, [${nums}].all(d, [${nums}].all(e, a + b + c + d + e >= 0)))))`
  const stopped = new Map<string, string>()
  await evaluateOwnRules([ruleForTest({ condition: endless })], subjectsOf([fn('one')]), 300, stopped)
  const [rule, page] = [
    ruleForTest({ selector: { ...ruleForTest().selector, names: ['two'] } }),
    ['two', 'three'],
  ]
  const outcomes = await evaluateOwnRules([rule], subjectsOf(page.map((name) => fn(name))), 300, stopped)
  const { verdicts, problem } = outcomes.get(rule.id) ?? {}
  expect(problem?.text).toMatch(/^It was stopped/)
  expect(verdicts?.get(arn('two'))?.state).toBe('unknown')
  expect(verdicts?.get(arn('three'))?.state).toBe('not applicable')
})

it('has a problem where no resource can be decided for a fault of the rule', async () => {
  const { problem } = await verdictsOf('resource.timeoutSeconds', [fn('one')])
  expect(problem?.text).toBe('The condition is neither true nor false.')
})

it('goes through more resources than it hands over at once', async () => {
  const records = Array.from({ length: 1100 }, (_, i) => fn(`f${i}`, { timeoutSeconds: known(i) }))
  const { states, problem } = await verdictsOf('resource.timeoutSeconds < 1000', records)
  expect(problem).toBeNull()
  expect(states.filter((state) => state === 'pass')).toHaveLength(1000)
  expect(states.filter((state) => state === 'fail')).toHaveLength(100)
})

it('applies to what its selector takes in', async () => {
  const rule = ruleForTest({
    condition: 'false',
    selector: {
      accounts: [],
      regions: [],
      names: ['pay*'],
      tags: [{ key: 'tier', value: null }],
      environments: [],
    },
  })
  const records = [
    fn('payments', { tags: known({ tier: '1' }) }),
    fn('orders', { tags: known({ tier: '1' }) }),
    fn('payouts', { tags: absent() }),
    fn('paydesk', { tags: failed('Timeout') }),
  ]
  const outcome = (await evaluateOwnRules([rule], subjectsOf(records), DEADLINE_MS)).get(rule.id)
  expect(records.map((record) => outcome?.verdicts.get(record.arn)?.state)).toEqual([
    'fail',
    'not applicable',
    'not applicable',
    'unknown',
  ])
})
