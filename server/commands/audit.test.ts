import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { audit } from './audit.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })
let aws: DemoAws
let folder = ''
let said = ''
beforeAll(async () => {
  aws = await startDemoAws({ functions: 40, accounts: 1, rateScale: 0 })
  folder = await mkdtemp(join(tmpdir(), 'audit-'))
  vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint)
  vi.stubEnv('AWS_ACCESS_KEY_ID', aws.credentials.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', aws.credentials.secretAccessKey)
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text)
    return true
  })
})
afterEach(() => {
  said = ''
  aws.setFaults([])
})
afterAll(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
  await aws.close()
})

async function run(options: Record<string, unknown> = {}) {
  const output = join(folder, 'report')
  await rm(output, { force: true })
  const code = await audit({ region: 'eu-west-1', format: 'json', output, calls: true, ...options }, '1.2.3')
  const text = await readFile(output, 'utf8').catch(() => '')
  return { code, text, said }
}
const json = (text: string) => JSON.parse(text) as ReportShape
type ReportShape = {
  findings: { checkId: string; status: string; group: string; excepted?: object; functionArns: string[] }[]
  counts: { fail: number; excepted: number }
  calls: { total: number; byOperation: Record<string, number> }
  coverage: { functions: number; problems: { permission: string; hides: string }[] }
  rules: { problems: string[] }
}

it('reports findings with the calls that it made, and ends with 1', async () => {
  const { code, text, said } = await run()
  const { findings, calls, coverage } = json(text)
  expect(code).toBe(1)
  expect(findings.length).toBeGreaterThan(0)
  expect(findings[0]).toMatchObject({ checkId: expect.any(String), functionArns: expect.any(Array) })
  expect(coverage.functions).toBeGreaterThan(10)
  expect(calls.byOperation['lambda:GetPolicy']).toBeGreaterThan(0)
  expect(Object.values(calls.byOperation).reduce((a, b) => a + b, 0)).toBe(calls.total)
  expect(said).toContain('lambda:GetPolicy')
})

it('says what was denied and what that hides, and ends with 3 where nothing else is wrong', async () => {
  aws.setFaults([{ service: 'lambda', operation: 'ListFunctionUrlConfigs', kind: 'denied' }])
  const options = { checks: 'function-url-public', failOn: 'never' }
  const { code, text } = await run(options)
  const { findings, coverage } = json(text)
  expect(code).toBe(3)
  expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(['unknown']))
  expect(
    coverage.problems.find(({ permission }) => permission === 'lambda:ListFunctionUrlConfigs')?.hides,
  ).toBe('function URLs and who may call them')
  expect((await run({ ...options, allowPartial: true })).code).toBe(0)
})

it('ends with 2 where nothing can be read', async () => {
  aws.setFaults([{ service: 'lambda', operation: 'ListFunctions', kind: 'denied' }])
  const { code, text, said } = await run()
  expect(code).toBe(2)
  expect(text).toBe('')
  expect(said).toContain('lambda:ListFunctions is denied')
})

it.each([
  ['a format', { format: 'xml' }, '--format takes'],
  ['a check', { checks: 'no-such-check' }, 'There is no check no-such-check.'],
  ['a region', { region: 'moon' }, '--region takes'],
  ['an account', { account: '12' }, '--account takes'],
  ['an account without a role', { account: '999999999999' }, '--role-name says'],
  ['a file', { config: '/nowhere.yaml' }, '/nowhere.yaml cannot be read.'],
])('ends with 2 and one sentence where %s makes no sense', async (_, options, sentence) => {
  const { code, said } = await run(options)
  expect(code).toBe(2)
  expect(said).toContain(sentence)
})

it('goes by its configuration: switches, exceptions, rules of one’s own', async () => {
  const config = join(folder, 'audit.yaml')
  const rules = join(folder, 'rules.yaml')
  const all = json((await run()).text)
  const [first] = all.findings.filter(({ status }) => status === 'fail')
  const other = all.findings.find(({ status, checkId }) => status === 'fail' && checkId !== first?.checkId)
  await writeFile(
    rules,
    'id: own-no-function\ntitle: No functions\nwhy: none\nseverity: low\nkind: function\ncondition: "false"\nmessage: "{name} is one."\n',
  )
  await writeFile(
    config,
    `checks:\n  ${first?.checkId}: false\nexceptions:\n  - checks: [${other?.checkId}]\n    everywhere: true\n    reason: Decided in the spring review.\n    expires: 2099-01-01\nrules: .\n`,
  )
  const { findings, counts, rules: own } = json((await run({ config })).text)
  expect(findings.some(({ checkId }) => checkId === first?.checkId)).toBe(false)
  const excepted = findings.filter(({ checkId, status }) => checkId === other?.checkId && status === 'fail')
  expect(excepted.length).toBeGreaterThan(0)
  expect(excepted.every((one) => one.excepted)).toBe(true)
  expect(counts.excepted).toBe(excepted.length)
  expect(findings.some(({ checkId, status }) => checkId === 'own-no-function' && status === 'fail')).toBe(
    true,
  )
  expect(own.problems.some((problem) => problem.startsWith('audit.yaml'))).toBe(true)
})

it('says where a configuration is wrong', async () => {
  const config = join(folder, 'wrong.yaml')
  await writeFile(config, 'checks:\n  no-such-check: true\nfailOn: never\n')
  expect((await run({ config })).said).toContain('wrong.yaml:2:18: there is no check no-such-check')
  await writeFile(
    config,
    'exceptions:\n  - checks: [function-url-public]\n    reason: short\n    expires: soon\n',
  )
  expect((await run({ config })).said).toMatch(/wrong\.yaml:3:13: exceptions\.0\.reason/)
})
