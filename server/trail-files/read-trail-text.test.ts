import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleRecord } from '#server/detections/example-record.ts'
import { readTrailText } from './read-trail-text.ts'
import type { ReadOptions } from './trail-batch.ts'

const NOW = Date.UTC(2026, 10, 21)
const record = (index: number, more: object = {}) => ({
  ...exampleRecord(
    { source: 'lambda', name: 'Invoke', minute: 1, request: { functionName: `f${index}` } },
    index,
  ),
  ...more,
})
const id = (index: number) => String(record(index).eventID)
const three = [record(0), record(1), record(2)]
const ids = [id(0), id(1), id(2)]

async function read(input: Parameters<typeof readTrailText>[0], options: ReadOptions = {}) {
  const all = {
    ids: [] as string[],
    reasons: [] as string[],
    rejects: [] as object[],
    bytesRead: 0,
    notes: {},
  }
  const notes: Record<string, number> = {}
  const records = []
  for await (const batch of readTrailText(input, 'x', { clock: () => NOW, ...options })) {
    records.push(...batch.records)
    all.ids.push(...batch.records.map((one) => one.eventId))
    all.reasons.push(...batch.rejects.map((one) => one.reason))
    all.rejects.push(...batch.rejects)
    all.bytesRead += batch.bytesRead
    for (const [name, count] of Object.entries(batch.notes)) notes[name] = (notes[name] ?? 0) + count
  }
  return { ...all, notes, records }
}

const envelope = (detail: unknown) => ({
  version: '0',
  id: 'x',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.lambda',
  account: '111122223333',
  region: 'eu-west-1',
  detail,
})
const lookup = (one: { eventID?: unknown }) => ({
  EventId: one.eventID,
  EventTime: 1763629200,
  CloudTrailEvent: JSON.stringify(one),
})
const row = (one: Record<string, unknown>) => ({
  ...Object.fromEntries(Object.entries(one).map(([key, value]) => [key.toLowerCase(), value])),
  requestparameters: JSON.stringify(one.requestParameters),
})
const lines = (all: unknown[]) => all.map((one) => JSON.stringify(one)).join('\n')

describe('readTrailText', () => {
  it.each([
    ['a log file', JSON.stringify({ Records: three })],
    ['a log file that is indented', JSON.stringify({ Records: three }, null, 4)],
    ['a log file that is broken in lines without indent', JSON.stringify({ Records: three }, null, 0.5)],
    [
      'a log file with more around its list',
      JSON.stringify({ a: [1, '{"'], Records: three, b: { Records: 5 } }),
    ],
    ['two log files, one behind the other', three.map((one) => JSON.stringify({ Records: [one] })).join('')],
    ['a list', JSON.stringify(three)],
    ['a list of log files', JSON.stringify(three.map((one) => ({ Records: [one] })))],
    ['a list of lists', JSON.stringify(three.map((one) => [one]))],
    ['JSON lines', lines(three)],
    ['JSON lines with a mark and empty lines', `\uFEFF\n${lines(three).replaceAll('\n', '\r\n\r\n')}\n`],
    ['lines of text that is JSON', lines(three.map((one) => JSON.stringify(one)))],
    [
      'lines with the time before',
      three.map((one) => `2026-11-20T09:00:00.000Z ${JSON.stringify(one)}`).join('\n'),
    ],
    ['an envelope a line', lines(three.map(envelope))],
    ['a list of envelopes', JSON.stringify(three.map(envelope))],
    ['an envelope of several', JSON.stringify(envelope(three))],
    [
      'envelopes as EventBridge’s API takes them',
      lines(three.map((one) => ({ detail: JSON.stringify(one) }))),
    ],
    ['an answer of LookupEvents', JSON.stringify({ Events: three.map(lookup), NextToken: 'x' }, null, 4)],
    ['lines of its entries', lines(three.map(lookup))],
    [
      'events of CloudWatch Logs',
      JSON.stringify({ logEvents: three.map((one) => ({ id: '1', message: JSON.stringify(one) })) }),
    ],
    ['rows of Athena', lines(three.map(row))],
    [
      'rows of CloudTrail Lake',
      JSON.stringify({
        QueryResultRows: three.map((one) =>
          Object.entries(row(one)).map(([key, value]) => ({ [key]: value })),
        ),
      }),
    ],
  ])('reads %s, as it is and as gzip', async (_, text) => {
    const plain = await read(text)
    expect(plain).toMatchObject({ ids, reasons: [] })
    expect(plain.records[1]).toMatchObject({
      functionName: 'f1',
      accountId: '111122223333',
      region: 'eu-west-1',
      source: 'import',
    })
    for (const size of [1, 7, 64]) {
      expect(await read(inPieces(Buffer.from(text), size))).toMatchObject({ ids, reasons: [] })
    }
    expect(await read(gzipSync(text))).toMatchObject({ ids, reasons: [], bytesRead: gzipSync(text).length })
    expect(await read(gzipSync(gzipSync(text)))).toMatchObject({ ids, reasons: [] })
    expect(await read(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toMatchObject({ ids, reasons: [] })
  })

  it('reads no more of a small file than it may unpack to, and keeps what comes before', async () => {
    const text = `${JSON.stringify(record(0))}\n${' '.repeat(8_000_000)}`
    for (const packed of [gzipSync(text), gzipSync(gzipSync(text)), Buffer.from(text)]) {
      const { reasons, ...whole } = await read(packed, { maxBytes: 1_000_000 })
      expect(whole).toMatchObject({ ids: [id(0)] })
      expect(reasons).toContain('too-large')
    }
  })

  it('stops when it is told to, also where nothing comes of what it reads', async () => {
    const stop = new AbortController()
    async function* spaces() {
      for (let i = 0; ; i += 1) {
        if (i === 3) stop.abort(new Error('enough'))
        yield Buffer.alloc(300_000, ' ')
      }
    }
    await expect(read(spaces(), { signal: stop.signal })).rejects.toThrow('enough')
  })

  it('reads members of gzip, one behind the other', async () => {
    const members = three.map((one) => gzipSync(JSON.stringify({ Records: [one] })))
    expect(await read(Buffer.concat(members))).toMatchObject({ ids, reasons: [] })
    expect(await read(inPieces(Buffer.concat(members), 5))).toMatchObject({ ids, reasons: [] })
  })

  it.each([
    ['no-event-id', { eventID: null }],
    ['no-event-id', { eventID: 'x'.repeat(129) }],
    ['no-event-id', { eventID: 'an id' }],
    ['no-event-id', { eventID: 'e\u0000' }],
    ['no-time', { eventTime: 'soon' }],
    ['impossible-time', { eventTime: '2012-12-31T23:59:59Z' }],
    ['impossible-time', { eventTime: '2026-11-22T00:00:01Z' }],
    ['no-account', { recipientAccountId: 'x', userIdentity: null }],
    ['too-large', { requestParameters: { text: 'x'.repeat(1024 * 1024) } }],
    ['too-deep', { requestParameters: JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`) }],
    ['conflicting-id', { eventID: id(0) }],
  ])('keeps a record aside for %s', async (reason, more) => {
    for (const text of [
      JSON.stringify({ Records: [record(0), record(1, more), record(2)] }),
      lines([record(0), record(1, more), record(2)]),
    ]) {
      expect(await read(text)).toMatchObject({ ids: [id(0), id(2)], reasons: [reason] })
      expect(await read(inPieces(Buffer.from(text), 4096))).toMatchObject({
        ids: [id(0), id(2)],
        reasons: [reason],
      })
    }
  })

  it.each([
    ['a message', (text: string) => ({ Message: text })],
    ['an entry of LookupEvents', (text: string) => ({ EventId: id(1), EventTime: 1, CloudTrailEvent: text })],
    ['a column', (_: string, deep: string) => row({ ...record(1), userIdentity: deep })],
  ])('keeps aside what is nested too deep in the text of %s', async (_, inText) => {
    const deep = (open: string, close: string) => `${open.repeat(6000)}1${close.repeat(6000)}`
    const text = JSON.stringify(record(1, { requestParameters: 'DEEP' }))
    const value = inText(text.replace('"DEEP"', deep('[', ']')), deep('{"arn":', '}'))
    expect(await read(lines([record(0), value, record(2)]))).toMatchObject({
      ids: [id(0), id(2)],
      reasons: ['too-deep'],
    })
  })

  it.each(['eu\u0000', 'x'.repeat(3000), 'eu west'])('takes no region from %j', async (awsRegion) => {
    const { records } = await read(JSON.stringify(record(0, { awsRegion })), { region: 'eu-west-1' })
    expect(records).toMatchObject([{ region: 'eu-west-1' }])
  })

  it.each([
    ['nobody', { userIdentity: null }],
    ['what was hidden', { requestParameters: 'HIDDEN_DUE_TO_SECURITY_REASONS', responseElements: 'x' }],
    ['200 kB', { requestParameters: { text: 'x'.repeat(200_000) } }],
    ['900 kB', { requestParameters: { text: 'x'.repeat(900_000) } }],
    ['a NUL in a text', { userAgent: 'a\u0000b' }],
  ])('keeps a record with %s', async (_, more) => {
    expect(await read(JSON.stringify({ Records: [record(0, more), record(1)] }))).toMatchObject({
      ids: [id(0), id(1)],
      reasons: [],
    })
  })

  it('counts what is kept although it is odd, and what is there twice', async () => {
    const odd = Buffer.concat([
      Buffer.from(lines([record(0, { eventVersion: '2.0' }), record(1), record(1)])),
      Buffer.from('\n'),
      Buffer.from(JSON.stringify(record(2, { userAgent: '?' })).replace('"?"', '"\xff\xfe"'), 'latin1'),
    ])
    expect(await read(odd)).toMatchObject({
      ids,
      reasons: [],
      notes: { unknownVersion: 1, repeated: 1, invalidUtf8: 1 },
    })
  })

  it('knows a digest, and other JSON from records', async () => {
    expect(await read('{"digestEndTime":"x","digestS3Object":"y"}')).toMatchObject({
      notes: { digests: 1 },
      reasons: [],
    })
    expect(await read('{"a":1}')).toMatchObject({ ids: [], reasons: ['not-a-record'] })
    expect(await read('{"Records":[]}')).toMatchObject({ ids: [], reasons: [] })
    expect(await read('')).toMatchObject({ ids: [], reasons: [] })
  })

  it.each([
    ['text', 'Dear all,\nhow are you?\n'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a zip archive', Buffer.from('504b0304140000000800', 'hex')],
  ])('does not know the format of %s', async (_, bytes) => {
    expect(await read(bytes)).toMatchObject({ ids: [], reasons: ['unknown-format'] })
  })

  it.each([
    ['a record that lost its end', (text: string) => text.replace(/"f0".*?\},\{/, '"f0"},{')],
    ['a record that lost a quote', (text: string) => text.replace('"f0"', '"f0')],
    [
      'a record that lost a piece up to the middle of the next but one',
      (text: string) => text.replace(/"f0"/, '"f\n0"'),
    ],
    ['a word that is none', (text: string) => text.replace('"f0"', 'f0')],
  ])('goes on behind %s', async (_, damage) => {
    const text = JSON.stringify({ Records: [record(0), record(3), ...three.slice(1)] })
    const damaged = damage(text)
    expect(damaged).not.toBe(text)
    const { ids: found, reasons } = await read(damaged)
    expect(found.slice(-2)).toEqual([id(1), id(2)])
    expect(reasons.length).toBeGreaterThan(0)
    const asLines = await read(
      `${lines([record(0), record(3)]).replace('"f0"', '"f0')}\n${lines(three.slice(1))}`,
    )
    expect(asLines.ids).toEqual([id(3), id(1), id(2)])
  })

  it('says little of much that is alike', async () => {
    const { rejects } = await read('{"a":1}\n'.repeat(1000))
    expect(rejects).toHaveLength(51)
    expect(rejects.at(-1)).toMatchObject({ reason: 'not-a-record', count: 950 })
  })

  it('shows nothing of a record in a reject', async () => {
    const { rejects } = await read(`${JSON.stringify(record(0, { userAgent: 'hush' })).slice(0, -2)}`)
    expect(rejects).toHaveLength(1)
    expect(JSON.stringify(rejects)).not.toContain('hush')
  })

  it('survives any bytes, in any pieces', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(
          '{"Records":[',
          '[',
          ']',
          '}',
          '"',
          '\\',
          '\n',
          ',',
          '{"eventVersion"',
          '\n{',
          JSON.stringify(record(1)),
          '{"a":',
        )
        .map((text) => Buffer.from(text)),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 30 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        async (pieces, size, packed) => {
          const bytes = Buffer.concat(pieces)
          await read(inPieces(packed ? gzipSync(bytes) : bytes, size))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('has the same records and rejects however the bytes are cut into pieces', async () => {
    const whole = [
      JSON.stringify({ Records: three }, null, 2),
      lines(three),
      JSON.stringify(three.map(lookup)),
    ]
    const damaged = fc
      .tuple(
        fc.constantFrom(...whole),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom('', '"', '}', '\n', '\\', 'x'))),
      )
      .map(([text, changes]) =>
        changes.reduce((so, [at, by]) => {
          const place = at % so.length
          return `${so.slice(0, place)}${by}${so.slice(place + 1)}`
        }, text),
      )
    await fc.assert(
      fc.asyncProperty(
        damaged,
        fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1 }),
        async (text, sizes) => {
          const whole = await read(text)
          const pieces = await read(inPieces(Buffer.from(text), ...sizes))
          expect(pieces).toMatchObject({ ids: whole.ids, notes: whole.notes })
          expect(pieces.reasons.toSorted()).toEqual(whole.reasons.toSorted())
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each(['records', 'lines', 'list'] as const)('has all whole records before a cut in %s', async (form) => {
    const many = Array.from({ length: 8 }, (_, index) => record(index))
    const text =
      form === 'records'
        ? JSON.stringify({ Records: many })
        : form === 'list'
          ? JSON.stringify(many)
          : lines(many)
    const ends = many.map((one) => text.indexOf(JSON.stringify(one)) + JSON.stringify(one).length)
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), fc.integer({ min: 1, max: 5000 }), async (cut, size) => {
        const { ids: found, reasons } = await read(inPieces(Buffer.from(text.slice(0, cut)), size))
        expect(found).toEqual(many.filter((_, index) => (ends[index] ?? 0) <= cut).map((one) => one.eventID))
        if (form !== 'lines' && cut > 1 && cut < text.length) expect(reasons).toEqual(['truncated-file'])
      }),
      { numRuns: 200 },
    )
  })

  it('has all that gzip still gives before a cut or a damaged byte', async () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      record(index, { userAgent: `agent-${index * 7919}` }),
    )
    const packed = gzipSync(lines(many))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 20, max: packed.length - 1 }), async (cut) => {
        const { ids: found, reasons } = await read(packed.subarray(0, cut))
        expect(found).toEqual(many.slice(0, found.length).map((one) => one.eventID))
        expect(reasons).toContain('truncated-file')
        const damaged = Buffer.from(packed)
        damaged[cut] = (damaged[cut] ?? 0) ^ 0x55
        const after = await read(damaged)
        expect(after.ids.slice(0, Math.max(0, found.length - 1))).toEqual(
          found.slice(0, Math.max(0, found.length - 1)),
        )
      }),
      { numRuns: 100 },
    )
  })
})

async function* inPieces(bytes: Uint8Array, ...sizes: number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, piece = 0; at < bytes.length; piece += 1) {
    const size = sizes[piece % sizes.length] ?? bytes.length
    yield bytes.subarray(at, at + size)
    at += size
  }
}
