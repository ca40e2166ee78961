import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { shapeSample } from './shape-sample.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const failing = (n: number, atMs: number) => ({
  atMs,
  stream: 's',
  message: `2026-11-20T10:00:03.000Z ${id(n)} Task timed out after 3.00 seconds`,
})
const key = `sk_${'live'}_4eC39HqLyjWDarjtT1zdp7dc`

describe('shapeSample', () => {
  it('masks secrets, also one that stands where a line is cut, and counts them', () => {
    const line = (message: string) => ({ atMs: 5, stream: 's', message: `${id(1)} ${message}` })
    const events = [line(`apiKey=${key}`), line(`${'x '.repeat(975)}apiKey=${key}`), failing(1, 6)]
    const sample = shapeSample([
      { requestId: null, events: [failing(1, 6)] },
      { requestId: id(1), events },
    ])
    const text = JSON.stringify(sample)
    expect(text).not.toContain(key.slice(0, 12))
    expect(sample.masked).toBe(2)
    expect(sample.invocations[0]?.lines[1]).toMatchObject({ isCut: true })
  })

  it('masks a private key of which each line is an event of its own, also one that is broken off', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim().split('\n')
    const shownOf = (lines: string[]) => {
      const texts = ['before', ...lines, 'after', failing(1, 0).message]
      const events = texts.map((message, atMs) => ({ atMs, stream: 's', message }))
      const other = { atMs: 3, stream: 'other', message: 'of another environment' }
      return shapeSample([
        { requestId: null, events: events.slice(-1) },
        { requestId: id(1), events: [...events.slice(0, 4), other, ...events.slice(4)] },
      ])
    }
    for (const lines of [pem, pem.slice(0, -1)]) {
      const sample = shownOf(lines)
      const text = JSON.stringify(sample)
      for (const line of pem) expect(text).not.toContain(line)
      expect(sample.masked).toBe(1)
      expect(text).toContain('before')
      expect(text).toContain('of another environment')
    }
    const lines = shownOf(pem).invocations[0]?.lines.map(({ text }) => text)
    expect(lines?.slice(-2)).toEqual(['after', failing(1, 0).message])
  })

  it('shows twelve, those that were read in full first and then the latest', () => {
    const events = Array.from({ length: 30 }, (_, n) => failing(n, n * 1000))
    const sample = shapeSample([
      { requestId: null, events },
      { requestId: id(3), events: [failing(3, 3000)] },
    ])
    expect(sample.sampled).toBe(30)
    expect(sample.counts.timeout).toBe(30)
    expect(sample.invocations.map(({ requestId }) => requestId).slice(0, 3)).toEqual([id(3), id(29), id(28)])
    expect(sample.invocations).toHaveLength(12)
    expect(sample.invocations[1]).toMatchObject({ isWhole: false, lines: [{ isCut: false }] })
  })

  it('finds the request of an error that names none by the lines around it', () => {
    const error = { atMs: 10, stream: 's', message: "[ERROR] KeyError: 'sku'" }
    const line = (atMs: number, message: string) => ({ atMs, stream: 's', message })
    const events = [
      line(8, `START RequestId: ${id(4)} Version: 1`),
      error,
      line(11, `END RequestId: ${id(4)}`),
    ]
    const sample = shapeSample([
      { requestId: null, events: [error] },
      { requestId: id(4), events },
    ])
    expect(sample).toMatchObject({ sampled: 1, invocations: [{ requestId: id(4), isWhole: true }] })
    expect(sample.invocations[0]?.lines).toHaveLength(3)
    expect(shapeSample([{ requestId: null, events: [error] }]).invocations[0]).toMatchObject({
      of: 'invocation',
      requestId: null,
      lines: [{ text: error.message }],
    })
  })

  it('is empty where nothing was found', () => {
    expect(shapeSample([])).toMatchObject({ sampled: 0, invocations: [], bytes: 0, masked: 0 })
  })
})
