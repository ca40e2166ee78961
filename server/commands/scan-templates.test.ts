import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { scanTemplates } from './scan-templates.ts'

const INSECURE = 'examples/sam/orders-insecure.yaml'
const SOUND = 'examples/sam/orders-sound.yaml'

async function run(paths: string[], options: Record<string, unknown> = {}) {
  const [out, err] = [new PassThrough(), new PassThrough()]
  const texts = { out: '', err: '' }
  out.on('data', (piece) => {
    texts.out += piece
  })
  err.on('data', (piece) => {
    texts.err += piece
  })
  const code = await scanTemplates(paths, options, '1.0.0', { out, err })
  return { code, ...texts }
}

async function file(name: string, content: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'scan-')), name)
  await writeFile(path, content)
  return path
}

it.each<[string, () => Promise<string[]>, Record<string, unknown>, number]>([
  ['findings of high severity', async () => [INSECURE], {}, 1],
  ['nothing of high severity', async () => [SOUND], {}, 0],
  ['findings that are not counted', async () => [INSECURE], { failOn: 'never' }, 0],
  ['findings of low severity where these count', async () => [SOUND], { failOn: 'low' }, 1],
  ['a file that cannot be read beside one that can', async () => [SOUND, 'gone.yaml'], {}, 3],
  ['the same, allowed', async () => [SOUND, 'gone.yaml'], { allowPartial: true }, 0],
  ['nothing that can be read', async () => [await file('t.yaml', 'Resources: [\nAWS::')], {}, 2],
  ['a format that there is not', async () => [SOUND], { format: 'xml' }, 2],
  ['a severity that there is not', async () => [SOUND], { failOn: 'awful' }, 2],
  ['a check that there is not', async () => [SOUND], { checks: 'nothing-such' }, 2],
  ['a parameter without value', async () => [SOUND], { parameter: ['Stage'] }, 2],
])('ends for %s with its code', async (_, paths, options, code) => {
  expect((await run(await paths(), options)).code).toBe(code)
})

it('prints a table of what fails, and one line of what is unknown', async () => {
  const { out, err } = await run([INSECURE])
  expect(out).toContain('function-url-public')
  expect(out).toContain(`PlaceOrder (${INSECURE}:30)`)
  expect(out.match(/Templates do not tell it/g)).toHaveLength(1)
  expect(err).toContain('Scanned 1 SAM or CloudFormation')
})

it('reports with places as SARIF and JSON', async () => {
  const sarif = JSON.parse((await run([INSECURE], { format: 'sarif' })).out)
  const [first] = sarif.runs[0].results
  expect(first.locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: INSECURE },
    region: { startLine: expect.any(Number), startColumn: expect.any(Number) },
  })
  const json = JSON.parse((await run([INSECURE], { format: 'json', checks: 'function-url-public' })).out)
  expect(json.findings).toMatchObject([
    { checkId: 'function-url-public', status: 'fail', location: { file: INSECURE, line: 30 } },
  ])
  expect(json.counts.verdicts).toMatchObject({ fail: 1 })
})

it('names file, line and column of what cannot be read', async () => {
  const path = await file('t.yaml', 'Resources:\n  F:\n    Type: AWS::Lambda::Function\n  G: [\n')
  const { err } = await run([path, SOUND])
  expect(err).toMatch(/t\.yaml:\d+:\d+: error: Not valid YAML/)
})

it('takes values of parameters, and exceptions', async () => {
  const path = await file(
    't.yaml',
    'Parameters:\n  Runtime: {Type: String}\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: {Runtime: !Ref Runtime}\n',
  )
  const only = { format: 'json', checks: 'runtime-deprecated' }
  expect(JSON.parse((await run([path], only)).out).findings).toEqual([])
  const options = { ...only, parameter: ['Runtime=python3.7'] }
  expect(JSON.parse((await run([path], options)).out).findings).toHaveLength(1)
  const config = await file(
    'sightline.yaml',
    "exceptions:\n  - checks: [runtime-deprecated]\n    everywhere: true\n    reason: it is switched off soon\n    expires: '2999-01-01'\n",
  )
  const excepted = await run([path], { ...options, config, failOn: 'info' })
  expect(excepted.code).toBe(0)
  expect(JSON.parse(excepted.out).findings).toMatchObject([
    { excepted: { reason: 'it is switched off soon' } },
  ])
})

it('writes the report to a file', async () => {
  const output = await file('report.json', '')
  await run([SOUND], { format: 'json', output })
  expect(JSON.parse(await readFile(output, 'utf8')).command).toBe('scan')
})
