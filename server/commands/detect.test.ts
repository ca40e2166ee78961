import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type ExampleRecord, exampleRecord } from '#server/detections/example-record.ts'
import { detect } from './detect.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'detect-'))
})
afterEach(() => rm(dir, { recursive: true }))

class Sink extends Writable {
  text = ''
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

async function run(paths: string[], options: object = {}, input?: string) {
  const out = new Sink()
  const err = new Sink()
  async function* given() {
    yield input ?? ''
  }
  const code = await detect(paths, options, { out, err, input: given() })
  return { code, out: out.text, err: err.text, lines: out.text.trim().split('\n') }
}

const CODE: ExampleRecord = {
  source: 'lambda',
  name: 'UpdateFunctionCode20150331v2',
  by: 'user',
  request: { functionName: 'orders-api' },
}
const READ: ExampleRecord = { source: 'lambda', name: 'GetFunction20150331v2', by: 'pipeline' }
const put = async (name: string, records: object[]) => {
  const path = join(dir, name)
  const text = JSON.stringify({ Records: records })
  await writeFile(path, name.endsWith('.gz') ? gzipSync(text) : text)
  return path
}

describe('sightline detect', () => {
  it('writes a line of JSON a detection, with what it rests on', async () => {
    const path = await put('a.json.gz', [exampleRecord(READ, 0), exampleRecord(CODE, 1)])
    const { code, lines, err } = await run([path], { format: 'jsonl', failOn: 'medium' })
    const found = lines
      .map((line) => JSON.parse(line))
      .find((one) => one.detectionId === 'code-changed-by-person')
    expect(found).toMatchObject({
      severity: 'high',
      at: '2026-11-20T09:01:00.000Z',
      eventIds: ['00000000-0000-4000-9000-000000000001'],
      actor: 'arn:aws:iam::111122223333:user/alice',
      account: '111122223333',
      region: 'eu-west-1',
      functionArns: ['arn:aws:lambda:eu-west-1:111122223333:function:orders-api'],
      title: expect.stringContaining('orders-api'),
      techniques: expect.any(Array),
    })
    expect(code).toBe(1)
    expect(err).toMatch(/^Read 2 records in 1 file /)
    expect(err).toMatch(/\d+ detections?: .*1 high/)
  })

  it('writes a table for people, without what a terminal would run', async () => {
    const hostile = 'x\u001B[2J\u009B31m\u202Ey\u0007'
    const path = await put('a.json', [
      exampleRecord({ ...CODE, request: { functionName: hostile }, more: { userAgent: hostile } }, 1),
    ])
    for (const format of ['table', 'jsonl']) {
      const { out, err } = await run([path], { format })
      expect(out).not.toBe('')
      expect((out + err).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }
    expect((await run([path])).out).toContain('<U+001B>')
  })

  it('shows a file’s name and an error message on standard error as harmlessly', async () => {
    const path = join(dir, 'bad\u001B[2J.json')
    await writeFile(path, '{"a":1}')
    const { err, code } = await run([path])
    expect(err).toContain('bad<U+001B>[2J.json')
    expect(code).toBe(2)
  })

  it.each([
    [0, [READ], {}],
    [1, [CODE], {}],
    [0, [CODE], { failOn: 'never' }],
    [0, [CODE], { failOn: 'critical' }],
  ])('ends with %i', async (code, records, options) => {
    const path = await put('a.json', (records as ExampleRecord[]).map(exampleRecord))
    expect((await run([path], options)).code).toBe(code)
  })

  it('ends with 3 where not everything could be read, unless that is allowed', async () => {
    await put('a.json', [exampleRecord(READ), { eventName: 'x', eventSource: 'y' }])
    expect(await run([dir])).toMatchObject({
      code: 3,
      err: expect.stringContaining('1 could not be read (no event id: 1)'),
    })
    expect((await run([dir], { allowPartial: true })).code).toBe(0)
    expect((await run([dir, join(dir, 'missing')], {})).err).toContain(
      'missing: File cannot be read. It is not there.',
    )
  })

  it.each([
    [['x'], {}, 'cannot be read'],
    [['-'], { format: 'xml' }, '--format takes table, jsonl.'],
    [['-'], { detections: 'no-such-one' }, 'There is no detection no-such-one.'],
    [['-'], { account: '12' }, '--account takes an id of twelve digits.'],
  ])('ends with 2 for %j %j', async (paths, options, said) => {
    const { code, err, out } = await run(paths, options, '')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(said)
  })

  it('does not say that nothing was detected where there was nothing to read', async () => {
    await mkdir(join(dir, 'empty'))
    await writeFile(join(dir, 'empty', 'notes.md'), 'x')
    const { code, err, out } = await run([join(dir, 'empty')])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toBe('There are no CloudTrail files among the 1 files that were found.\n')
  })

  it('reads standard input, and takes an account for records without', async () => {
    const record = { ...exampleRecord(CODE), recipientAccountId: undefined, userIdentity: null }
    const without = await run(['-'], { format: 'jsonl' }, JSON.stringify(record))
    expect(without.err).toContain('no account: 1')
    const { out } = await run(['-'], { format: 'jsonl', account: '444455556666' }, JSON.stringify(record))
    expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({ account: '444455556666' })
  })

  it('runs a folder of Sigma rules as well, and says which cannot be run', async () => {
    const path = await put('logs.json', [exampleRecord(READ)])
    await mkdir(join(dir, 'rules'))
    const rule = (selection: string) => `title: A function is read
id: 0b0a2a54-6c1c-4d7e-9d4b-0f3a5c1d2e3f
logsource: { product: aws, service: cloudtrail }
detection: { selection: ${selection}, condition: selection }
level: high
`
    await writeFile(join(dir, 'rules/read.yml'), rule('{ eventName: GetFunction }'))
    const { code, out } = await run([path], { format: 'jsonl', sigma: join(dir, 'rules') })
    expect(JSON.parse(out)).toMatchObject({
      severity: 'high',
      title: expect.stringContaining('A function is read'),
    })
    expect(code).toBe(1)
    await mkdir(join(dir, 'bad'))
    await writeFile(join(dir, 'bad/bad.yml'), rule('{ "eventName|expand": "%x%" }'))
    const { err } = await run([path], { format: 'jsonl', sigma: join(dir, 'bad') })
    expect(err).toContain('Sigma rules: bad.yml')
    expect((await run([path], { sigma: join(dir, 'none') })).code).toBe(3)
  })

  it('reports from a severity on, and these detections alone', async () => {
    const path = await put('a.json', [exampleRecord(CODE)])
    const all = await run([path], { format: 'jsonl' })
    expect((await run([path], { format: 'jsonl', severity: 'critical' })).out).toBe('')
    const some = await run([path], { format: 'jsonl', detections: 'code-changed-by-person' })
    expect(some.lines).toHaveLength(1)
    expect(all.lines).toEqual(expect.arrayContaining(some.lines))
  })

  it('runs the Sigma rules of a folder too, and says of those that it cannot', async () => {
    vi.stubEnv('SIGHTLINE_SIGMA_DIR', dir)
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const rule = (name: string) =>
      `title: Code\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  a: { ${name}: UpdateFunctionCode }\n  condition: a\n`
    await writeFile(join(dir, 'code.yml'), rule('eventName'))
    await writeFile(join(dir, 'broken.yml'), rule('eventName|like'))
    const { lines, err } = await run([await put('a.json', [exampleRecord(CODE)])], { format: 'jsonl' })
    expect(lines.map((line) => JSON.parse(line).detectionId)).toContain('sigma-code')
    expect(err).toContain('Sigma rules: broken.yml:4: eventName|like: there is no modifier like.')
  })

  it('finds the same in files of any names, orders and forms', async () => {
    const records = Array.from({ length: 40 }, (_, index) =>
      exampleRecord(
        {
          source: 'iam',
          name: 'GetUser',
          by: 'role',
          error: 'AccessDenied',
          minute: index % 5,
          request: { userName: `u${index}` },
        },
        index,
      ),
    ).concat(exampleRecord(CODE, 50))
    const one = await put('one.json', records)
    const { lines } = await run([one], { format: 'jsonl' })
    expect(lines.length).toBeGreaterThan(1)
    const many = await Promise.all(
      records.map((record, index) => put(`${(index * 7) % 41}.json.gz`, [record])),
    )
    expect((await run(many, { format: 'jsonl' })).lines).toEqual(lines)
    const reversed = await run(
      ['-'],
      { format: 'jsonl' },
      records
        .toReversed()
        .map((one) => JSON.stringify(one))
        .join('\n'),
    )
    expect(reversed.lines).toEqual(lines)
  })
})
