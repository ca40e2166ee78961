import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kindOfErrorType } from './failure.ts'
import { type LogLine, readLogLine } from './log-line.ts'

const ID = '8f5b1a2c-3d4e-4f60-9a7b-1c2d3e4f5a6b'
const report = (rest: string) =>
  `REPORT RequestId: ${ID}\tDuration: 3000.12 ms\tBilled Duration: 3000 ms\t${rest}`
const platform = (type: string, record: object) =>
  JSON.stringify({ time: '2026-11-20T10:00:00.000Z', type, record: { requestId: ID, ...record } })

describe('readLogLine', () => {
  it.each<[string, string, Partial<LogLine>]>([
    ['a start', `START RequestId: ${ID} Version: $LATEST`, { kind: 'start', requestId: ID, failure: null }],
    ['an end', `END RequestId: ${ID}`, { kind: 'end', requestId: ID }],
    [
      'a good report',
      `${report('Memory Size: 128 MB\tMax Memory Used: 70 MB\tInit Duration: 120.50 ms')}\t\n`,
      { kind: 'report', requestId: ID, failure: null, durationMs: 3000.12, memoryMb: 128, maxMemoryMb: 70 },
    ],
    [
      'a report of a timeout',
      `${report('Memory Size: 128 MB\tMax Memory Used: 70 MB\tStatus: timeout')}\n`,
      { kind: 'report', failure: 'timeout', memoryMb: 128 },
    ],
    [
      'a report with spaces for tabs',
      report('Memory Size: 128 MB\tMax Memory Used: 70 MB\tStatus: timeout').replaceAll('\t', ' '),
      { failure: 'timeout', durationMs: 3000.12, maxMemoryMb: 70 },
    ],
    [
      'a report of memory',
      report('Memory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.OutOfMemory'),
      { failure: 'out-of-memory', errorType: 'Runtime.OutOfMemory', maxMemoryMb: 128 },
    ],
    [
      'a report of an exit',
      report('Memory Size: 128 MB\tMax Memory Used: 90 MB\tStatus: error\tError Type: Runtime.ExitError'),
      { failure: 'crash', errorType: 'Runtime.ExitError' },
    ],
    ['a report of an error that it does not name', report('Status: error'), { failure: 'crash' }],
    [
      'the line of a timeout',
      `2026-11-20T10:00:03.000Z ${ID} Task timed out after 3.00 seconds\n\n`,
      { kind: 'failure', failure: 'timeout', requestId: ID },
    ],
    [
      'a killed runtime',
      `RequestId: ${ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError`,
      { failure: 'crash', errorType: 'Runtime.ExitError', requestId: ID },
    ],
    ['an old crash', `RequestId: ${ID} Process exited before completing request\n`, { failure: 'crash' }],
    [
      'a failed initialisation',
      'INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError',
      { kind: 'init-report', failure: 'init', requestId: null, durationMs: 1236.04 },
    ],
    [
      'an initialisation that took too long',
      'INIT_REPORT Init Duration: 9999.68 ms\tPhase: init\tStatus: timeout',
      { kind: 'init-report', failure: 'init', errorType: 'Sandbox.Timedout' },
    ],
    ['a good initialisation', 'INIT_REPORT Init Duration: 230.10 ms\tPhase: init', { failure: null }],
    ['the start of one', 'INIT_START Runtime Version: nodejs:22.v50', { kind: 'output', failure: null }],
    [
      "Python's error",
      `[ERROR] KeyError: 'sku'\nTraceback (most recent call last):\n  File "/var/task/app.py"`,
      { failure: 'application', errorType: 'KeyError' },
    ],
    [
      "Python's import",
      "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'x'",
      { failure: 'init', errorType: 'Runtime.ImportModuleError' },
    ],
    ["Python's memory", '[ERROR] MemoryError\nTraceback', { failure: 'out-of-memory' }],
    [
      "Python's log of an error",
      `[ERROR]\t2026-11-20T10:00:00.1Z\t${ID}\tCould not reach it`,
      { failure: null },
    ],
    [
      "Node's error",
      `2026-11-20T10:00:00.000Z\t${ID}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"x"}`,
      { failure: 'application', errorType: 'TypeError', requestId: ID },
    ],
    [
      "Node's error in its initialisation",
      '2026-11-20T10:00:00.000Z\tundefined\tERROR\tUncaught Exception \t{"errorType":"Error","errorMessage":"x"}',
      { failure: 'init' },
    ],
    [
      "Node's log of an error",
      `2026-11-20T10:00:00.000Z\t${ID}\tERROR\tnot now`,
      { failure: null, kind: 'output' },
    ],
    [
      "Node's heap",
      'FATAL ERROR: Reached heap limit - JavaScript heap out of memory',
      { failure: 'out-of-memory' },
    ],
    [
      "Java's memory",
      'java.lang.OutOfMemoryError: Java heap space\n\tat com.acme.Handler.handle(Handler.java:12)',
      { failure: 'out-of-memory' },
    ],
    [
      'a JSON report of success',
      platform('platform.report', {
        status: 'success',
        metrics: { durationMs: 12.5, memorySizeMB: 128, maxMemoryUsedMB: 60 },
      }),
      { kind: 'report', requestId: ID, failure: null, durationMs: 12.5, memoryMb: 128, maxMemoryMb: 60 },
    ],
    [
      'a JSON report of a timeout',
      platform('platform.report', { status: 'timeout' }),
      { failure: 'timeout' },
    ],
    [
      'a JSON report of memory',
      platform('platform.report', { status: 'error', errorType: 'Runtime.OutOfMemory' }),
      { failure: 'out-of-memory' },
    ],
    [
      'a JSON report of a failed handler',
      platform('platform.report', { status: 'error', errorType: 'KeyError' }),
      { failure: 'application', errorType: 'KeyError' },
    ],
    [
      'a JSON report of an initialisation',
      platform('platform.initReport', { initializationType: 'on-demand', phase: 'init', status: 'timeout' }),
      { kind: 'init-report', failure: 'init', requestId: null },
    ],
    [
      'an error that a JSON application names',
      JSON.stringify({ level: 'ERROR', requestId: ID, message: { errorType: 'TypeError', stackTrace: [] } }),
      { kind: 'failure', failure: 'application', requestId: ID },
    ],
    ['a JSON log of an error', JSON.stringify({ level: 'ERROR', message: 'no stock' }), { failure: null }],
    ['JSON of somebody', '{"type":"platform.report"', { kind: 'output', failure: null }],
    ['words in the middle', `customer wrote "Task timed out after 3.00 seconds" to us`, { failure: null }],
    ['words with nobody’s id', 'Task timed out after 3.00 seconds', { failure: null }],
    ['nothing', '', { kind: 'output', requestId: null }],
  ])('reads %s', (_what, message, expected) => {
    expect(readLogLine(message)).toMatchObject(expected)
  })

  it.each([
    ['Sandbox.Timedout', 'timeout'],
    ['Runtime.OutOfMemory', 'out-of-memory'],
    ['java.lang.OutOfMemoryError', 'out-of-memory'],
    ['Runtime.HandlerNotFound', 'init'],
    ['Extension.Crash', 'crash'],
    ['Runtime.UnhandledPromiseRejection', 'application'],
    ['ValidationError', 'application'],
  ])('takes %s for %s', (type, kind) => {
    expect(kindOfErrorType(type)).toBe(kind)
  })

  it('reads any text without failing, in figures that are finite', () => {
    const piece = fc.constantFrom(
      'REPORT RequestId: ',
      ID,
      '\tDuration: ',
      '1e999',
      '99999999999999999999',
      ' ms',
      '\tMemory Size: ',
      ' MB',
      'Status: timeout',
      'Error Type: ',
      '[ERROR] ',
      '{"type":"platform.report","record":{',
      '\u202E',
      '\u0000',
      '<script>',
      '}',
    )
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(fc.oneof(piece, fc.string({ maxLength: 20 })), { maxLength: 30 }).map((all) => all.join('')),
      fc.json(),
    )
    fc.assert(
      fc.property(hostile, (message) => {
        const line = readLogLine(message)
        for (const number of [line.durationMs, line.memoryMb, line.maxMemoryMb])
          expect(number === null || (Number.isFinite(number) && number >= 0)).toBe(true)
        if (line.failure === null) return
        expect(['failure', 'report', 'init-report', 'end']).toContain(line.kind)
      }),
    )
  })

  it('reads a line of a megabyte as quickly as a short one: what is behind the first pages is not looked at', () => {
    const long = `[ERROR] ${'a.'.repeat(500_000)}`
    expect(readLogLine(long).failure).toBeNull()
    expect(readLogLine(`${' '.repeat(30)}{${'{'.repeat(1_000_000)}`).kind).toBe('output')
  })
})
