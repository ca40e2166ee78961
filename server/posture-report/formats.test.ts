import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findingForTest, REPORT } from './finding-for-test.ts'
import { REPORT_FORMATS, statusesOf, WRITERS } from './formats.ts'

const HOSTILE = 'x\u001B[2J\u202Etxt.exe\u0000\u009B31m<script>&"\'=cmd|'
const UNSEEN = /[\p{Cc}\p{Cf}]/u

describe.each(REPORT_FORMATS)('%s', (format) => {
  const write = (findings: Parameters<(typeof WRITERS)['json']>[0]) => [...WRITERS[format](findings, REPORT)]

  it('writes a whole report of nothing', () => {
    const text = write([]).join('')
    if (format === 'ocsf') expect(text).toBe('')
    else expect(text.length).toBeGreaterThan(0)
  })

  it('never lets a name reach the terminal with control or bidi characters', () => {
    const text = write([
      findingForTest({
        resourceName: HOSTILE,
        resourceArn: `arn:aws:lambda:eu-west-1:111122223333:function:${HOSTILE}`,
        summary: HOSTILE,
        title: HOSTILE,
        evidence: [{ label: HOSTILE, value: HOSTILE }],
        location: { file: `${HOSTILE}.yaml`, line: 3, column: 1 },
      }),
    ]).join('')
    expect(text.replace(/[\r\n]/g, '')).not.toMatch(UNSEEN)
  })

  it('begins to write before the findings have all come, unless it has to group them', () => {
    if (format === 'table' || format === 'junit') return
    let taken = 0
    const endless = (function* () {
      for (;;) {
        taken += 1
        yield findingForTest()
      }
    })()
    let pieces = 0
    for (const _ of WRITERS[format](endless, REPORT)) if (++pieces > 5) break
    expect(taken).toBeLessThan(7)
  })

  it('reads whatever text comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, summary) => {
        const text = write([findingForTest({ resourceName: name, summary })]).join('')
        if (format === 'json' || format === 'sarif' || format === 'asff' || format === 'ocsf')
          expect(() => JSON.parse(text)).not.toThrow()
        expect(text.replace(/[\r\n]/g, '')).not.toMatch(UNSEEN)
      }),
      { numRuns: 60 },
    )
  })
})

it('gives code scanning only what fails', () => {
  expect(statusesOf('sarif')).toEqual(['fail'])
  expect(statusesOf('json')).toEqual(['fail', 'unknown'])
})
