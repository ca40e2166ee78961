import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { severityRank } from '#server/domain/severity.ts'
import { scanFiles } from './scan-files.ts'
import type { ScanResult } from './scan-result.ts'

/** A dollar sign that begins no expression of ours. */
const DOLLAR = '$'
const NOW = Date.parse('2026-11-20T06:00:00.000Z')
const scan = (paths: string[], parameters: Record<string, string> = {}) =>
  scanFiles(paths, { now: NOW, parameters: new Map(Object.entries(parameters)) })

async function scanOf(files: Record<string, string | Uint8Array>, only?: string): Promise<ScanResult> {
  const folder = await mkdtemp(join(tmpdir(), 'scan-'))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return scan([only === undefined ? folder : join(folder, only)])
}

const failsOf = ({ findings }: ScanResult) => findings.filter(({ status }) => status === 'fail')

const EXPECTED: Record<string, [checkId: string, resource: string, line: number][]> = {
  'examples/sam/orders-insecure.yaml': [
    ['function-url-public', 'PlaceOrder', 30],
    ['url-cors-any-origin', 'PlaceOrder', 30],
    ['internet-without-authentication', 'PlaceOrder', 40],
    ['runtime-deprecated', 'PlaceOrder', 14],
    ['environment-secrets', 'PlaceOrder', 28],
    ['role-admin-policy', 'PlaceOrderRole', 35],
    ['function-policy-public', 'ShipOrder', 50],
    ['role-service-wildcard', 'ShipOrderRole', 50],
    ['async-failures-lost', 'ShipOrder', 61],
    ['batch-failures-not-reported', 'ShipOrderPlaced', 54],
    ['queue-redrive-missing', 'OrderQueue', 64],
    ['queue-visibility-short', 'OrderQueue', 67],
  ],
  'examples/terraform/thumbnails-insecure.plan.json': [
    ['function-url-public', 'thumbnails', 7],
    ['environment-secrets', 'thumbnails', 7],
    ['runtime-deprecated', 'thumbnails', 7],
    ['async-failures-lost', 'thumbnails', 7],
    ['role-allows-everything', 'thumbnails', 52],
    ['log-retention-unset', '/aws/lambda/thumbnails', 192],
  ],
  'examples/serverless/shop-insecure': [
    ['function-url-public', 'shop-dev-checkout', 23],
    ['environment-secrets', 'shop-dev-checkout', 22],
    ['runtime-deprecated', 'shop-dev-resize', 6],
    ['role-allows-everything', 'IamRoleLambdaExecution', 14],
    ['async-failures-lost', 'shop-dev-resize', 34],
    ['log-retention-unset', '/aws/lambda/shop-dev-checkout', 19],
  ],
}

it.each(Object.entries(EXPECTED))('finds in %s what is wrong, at its line', async (path, expected) => {
  const result = await scan([path])
  expect(result.problems).toEqual([])
  const found = failsOf(result).map(({ checkId, resourceName, location }) => [
    checkId,
    resourceName,
    location?.line,
  ])
  expect(found).toEqual(expect.arrayContaining(expected))
})

it.each([
  'examples/sam/orders-sound.yaml',
  'examples/terraform/thumbnails-sound.plan.json',
  'examples/serverless/shop-sound',
])('finds nothing grave in %s', async (path) => {
  const result = await scan([path])
  expect(result.problems).toEqual([])
  const grave = failsOf(result).filter(({ severity }) => severityRank(severity) <= severityRank('high'))
  expect(grave).toEqual([])
})

it('prints no value of a variable', async () => {
  const text = JSON.stringify(await scan(['examples']))
  for (const secret of ['q7Zp3Lw9Xt2Vb8Nc5Rk1Jd6Hf4Gs0Ya', '4eC39HqLyjWDarjtT1zdp7dc', 'Tr0ub4dor'])
    expect(text).not.toContain(secret)
})

const FUNCTION =
  'Resources:\n  Fn:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: nodejs22.x\n'

it.each<[string, Record<string, string | Uint8Array>, string, number]>([
  ['a syntax error', { 't.yaml': `${FUNCTION}      Timeout: [1\n  Other: {\n` }, 'Not valid YAML', 7],
  [
    'a syntax error in JSON',
    { 't.json': '{"Resources": {\n"F": {"Type": "AWS::Lambda::Function",}}}' },
    'Not valid JSON',
    2,
  ],
  ['a key that stands twice', { 't.yaml': `${FUNCTION}      Runtime: x\n` }, 'twice', 6],
  ['a resource without type', { 't.yaml': `${FUNCTION}  Other:\n    Properties: {}\n` }, 'has no Type', 6],
  ['a tab', { 't.yaml': 'Resources:\n\tFn: {Type: AWS::Lambda::Function}\n' }, 'Not valid YAML', 2],
  [
    'an include that is missing',
    { 'serverless.yml': `service: s\nprovider: {name: aws}\nfunctions: ${DOLLAR}{file(gone.yml)}\n` },
    'There is no file gone.yml',
    3,
  ],
  [
    'an include outside of the folder',
    { 'serverless.yml': `service: s\nprovider: {name: aws}\ncustom: ${DOLLAR}{file(/etc/hosts)}\n` },
    'outside of its folder',
    3,
  ],
])('says where %s is, and goes on', async (_, files, text, line) => {
  const sound = { 'z.yaml': FUNCTION }
  const { problems, counts } = await scanOf({ ...files, ...sound })
  expect(problems).toMatchObject([{ level: 'error', line, text: expect.stringContaining(text) }])
  expect(counts.functions).toBeGreaterThanOrEqual(1)
})

it('passes over what is no template', async () => {
  const files = {
    'a.json': '{"name": "x"}',
    'b.yaml': 'on: push\n',
    'c.yml': '',
    'd.json': '[1, 2',
    'node_modules/x/template.yaml': FUNCTION,
    'e.txt': FUNCTION,
  }
  const { problems, counts } = await scanOf(files)
  expect(problems).toEqual([])
  expect(counts).toMatchObject({ skipped: 4, functions: 0 })
})

it('tells of a file that was named and is no template', async () => {
  const { problems } = await scanOf({ 'a.yaml': 'x: 1\n' }, 'a.yaml')
  expect(problems).toMatchObject([{ level: 'note', text: expect.stringContaining('Skipped') }])
})

it('tells of a path that is not there', async () => {
  const { problems } = await scan(['nowhere/at-all.yaml'])
  expect(problems).toMatchObject([{ level: 'error', text: 'There is no such file.' }])
})

it('reads a template with byte order mark and CRLF', async () => {
  const { counts, problems } = await scanOf({ 't.yaml': `\uFEFF${FUNCTION.replaceAll('\n', '\r\n')}` })
  expect(problems).toEqual([])
  expect(counts.functions).toBe(1)
})

it('counts the types that no check is about', async () => {
  const { counts } = await scanOf({
    't.yaml': `${FUNCTION}  N: {Type: AWS::Neptune::DBCluster}\n  C: {Type: Custom::X}\n`,
  })
  expect(counts.otherTypes).toEqual({ 'AWS::Neptune::DBCluster': 1, 'Custom::X': 1 })
})

it('takes no unknown value for one that is left out', async () => {
  const text = `${FUNCTION}      Role: !ImportValue role\n      MemorySize: !Ref Size\nParameters:\n  Size: {Type: Number}\n`
  const { findings } = await scanOf({ 't.yaml': text })
  const memory = findings.find(({ checkId }) => checkId === 'memory-default')
  expect(memory?.status).toBe('unknown')
})

it('does not take a secret that is looked up for none', async () => {
  const text = `${FUNCTION}      Environment: {Variables: {DB_PASSWORD: '{{resolve:secretsmanager:db}}', STAGE: !ImportValue s}}\n`
  const { findings } = await scanOf({ 't.yaml': text })
  expect(findings.find(({ checkId }) => checkId === 'environment-secrets')?.status).toBe('unknown')
})
