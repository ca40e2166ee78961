import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { anomalies } from './anomalies.ts'

class Sink extends Writable {
  text = ''
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

async function run(input: string | string[], options: object = {}, path = '-') {
  const out = new Sink()
  const err = new Sink()
  async function* given() {
    for (const piece of [input].flat()) yield Buffer.from(piece)
  }
  const code = await anomalies(path, options, { out, err, input: given() })
  return { code, out: out.text, err: err.text, lines: out.text.trimEnd().split('\n') }
}

const START_MS = Date.parse('2026-03-02T00:00:00Z')
const rowAt = (minutes: number, value: number | string) =>
  `${new Date(START_MS + minutes * MINUTE_MS).toISOString()},${value}`
/** Three days at five minutes between 90 and 110. */
const ROWS = Array.from({ length: 864 }, (_, i) => rowAt(i * 5, 90 + ((i * 7919) % 200) / 10))
const spike = rowAt((72 * HOUR_MS) / MINUTE_MS, 900)

describe('sightline anomalies', () => {
  it('writes a row for a row, with the timestamp as it was given', async () => {
    const { code, lines, err } = await run(['timestamp,value', ...ROWS, spike].join('\n'))
    expect(code).toBe(0)
    expect(lines).toHaveLength(ROWS.length + 2)
    expect(lines[0]).toBe('timestamp,value,score,anomaly,lower,upper')
    expect(lines[1]).toBe('2026-03-02T00:00:00.000Z,90,0,false,,')
    expect(lines.at(-1)).toMatch(/^2026-03-05T00:00:00\.000Z,900,0\.\d+,true,\d+\.?\d*,\d+\.?\d*$/)
    expect(err).toContain('865 of 865 rows scored, 1 anomalies.')
  })

  it('answers a row out of nothing after it', async () => {
    const whole = await run([...ROWS, spike].join('\n'))
    const part = await run(ROWS.slice(0, 500).join('\n'))
    expect(whole.out.startsWith(part.out)).toBe(true)
  })

  it('reads a stream in whatever pieces it comes', async () => {
    const text = `\u{feff}${['TIMESTAMP,"Value",more', ...ROWS.map((row) => `${row},x`)].join('\r\n')}`
    const bytes = Buffer.from(text)
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) =>
      bytes.subarray(i * 7, i * 7 + 7).toString('latin1'),
    )
    const out = new Sink()
    async function* given() {
      for (const piece of pieces) yield Buffer.from(piece, 'latin1')
    }
    await anomalies('-', {}, { out, err: new Sink(), input: given() })
    expect(out.text).toBe((await run(ROWS.join('\n'))).out)
  })

  it('says of each row that it cannot read where it is and why, and goes on', async () => {
    const { code, lines, err } = await run(
      ['timestamp,value', rowAt(0, 5), 'yesterday,5', '', rowAt(5, '=cmd|x'), rowAt(10, 6)].join('\n'),
    )
    expect(code).toBe(3)
    expect(err).toContain('Line 3 is not scored: its timestamp cannot be read.')
    expect(err).toContain('Line 5 is not scored: its value is not a number.')
    expect(err).toContain('2 of 4 rows scored')
    expect(lines.slice(1)).toEqual([
      '2026-03-02T00:00:00.000Z,5,0,false,,',
      ',,,,,',
      '2026-03-02T00:05:00.000Z,,,,,',
      expect.stringContaining('2026-03-02T00:10:00.000Z,6,0,false,'),
    ])
    expect((await run([rowAt(0, 5), 'x,1'].join('\n'), { allowPartial: true })).code).toBe(0)
  })

  it('neither scores nor hides what is missing, twice there or out of order', async () => {
    const { code, lines, err } = await run(
      [rowAt(5, 5), rowAt(10, 'NaN'), rowAt(5, 7), rowAt(0, 5)].join('\n'),
    )
    expect(code).toBe(0)
    expect(lines.slice(2).map((line) => line.split(',').slice(1).join())).toEqual([',,,,', '7,,,,', '5,,,,'])
    expect(err).toContain('1 rows have no value.')
    expect(err).toContain('2 rows are not newer than a row before them.')
  })

  it('writes JSON that can be read as a whole', async () => {
    const { out } = await run([rowAt(0, 5), rowAt(5, '')].join('\n'), { format: 'json' })
    expect(JSON.parse(out)).toEqual([
      { timestamp: '2026-03-02T00:00:00.000Z', value: 5, score: 0, anomaly: false, lower: null, upper: null },
      {
        timestamp: '2026-03-02T00:05:00.000Z',
        value: null,
        score: null,
        anomaly: null,
        lower: null,
        upper: null,
      },
    ])
    expect(JSON.parse((await run('', { format: 'json' })).out)).toEqual([])
  })

  it('ends with 2 where there is nothing to read', async () => {
    expect((await run('', {}, '/nowhere/at/all.csv')).code).toBe(2)
    expect((await run('', {}, tmpdir())).code).toBe(2)
    expect((await run('')).code).toBe(2)
    expect((await run('a,b\nc,d')).code).toBe(2)
    expect(await run(spike, { format: 'xml' })).toMatchObject({ code: 2, err: '--format takes csv, json.\n' })
  })

  it('reads a file', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'anomalies-'))
    onTestFinished(() => rm(dir, { recursive: true }))
    await writeFile(join(dir, 'a.csv'), ROWS.join('\n'))
    expect((await run('', {}, join(dir, 'a.csv'))).lines).toHaveLength(ROWS.length + 1)
  })

  it('stops where nobody reads on', async () => {
    const out = new Writable({ write: (_chunk, _encoding, done) => done(new Error('write EPIPE')) })
    let pieces = 0
    async function* given() {
      for (; pieces < 1000; pieces += 1) yield `${rowAt(pieces, 1)}\n`
    }
    await anomalies('-', {}, { out, err: new Sink(), input: given() })
    expect(pieces).toBeLessThan(10)
  })

  it('holds a line without end against its memory', async () => {
    const { code, err } = await run([
      `${rowAt(0, 5)}\n`,
      ...Array.from({ length: 50 }, () => 'x'.repeat(10_000)),
      `\n${rowAt(5, 5)}`,
    ])
    expect(code).toBe(3)
    expect(err).toContain('2 of 3 rows scored')
  })
})
