import { describe, expect, it } from 'vitest'
import { failurePattern, requestPattern } from './filter-pattern.ts'
import { countFailures, failedInvocations, invocationAround, type LogEvent } from './sample-failures.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const at = (second: number, message: string, stream = 's'): LogEvent => ({
  atMs: second * 1000,
  message,
  stream,
})
const report = (n: number, rest: string) =>
  `REPORT RequestId: ${id(n)}\tDuration: 900.00 ms\tBilled Duration: 900 ms\tMemory Size: 128 MB\t${rest}`

describe('failedInvocations', () => {
  it('counts an invocation once, whichever lines tell of it', () => {
    const failed = failedInvocations([
      at(2, report(1, 'Max Memory Used: 60 MB\tStatus: timeout')),
      at(1, `2026-11-20T10:00:03.000Z ${id(1)} Task timed out after 3.00 seconds`),
      at(3, `2026-11-20T10:00:00Z\t${id(2)}\tERROR\tInvoke Error \t{"errorType":"TypeError"}`),
    ])
    expect(failed).toMatchObject([
      { requestId: id(1), kind: 'timeout', atMs: 1000, durationMs: 900, maxMemoryMb: 60 },
      { requestId: id(2), kind: 'application', errorType: 'TypeError' },
    ])
    expect(countFailures(failed)).toMatchObject({ timeout: 1, application: 1, 'out-of-memory': 0 })
  })

  it.each([
    ['out-of-memory', 'all of its memory was in use', 128],
    ['crash', 'there was memory left', 90],
  ])('takes a process that was killed for %s where %s', (kind, _why, used) => {
    const killed = `RequestId: ${id(3)} Error: Runtime exited with error: signal: killed\nRuntime.ExitError`
    const failed = failedInvocations([at(1, killed), at(2, report(3, `Max Memory Used: ${used} MB`))])
    expect(failed).toMatchObject([{ kind, memoryMb: 128, maxMemoryMb: used }])
  })

  it('does not take full memory alone for a failure', () => {
    expect(failedInvocations([at(1, report(4, 'Max Memory Used: 128 MB'))])).toEqual([])
  })

  it('keeps initialisations of one environment together, and of two apart', () => {
    const init =
      'INIT_REPORT Init Duration: 10.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError'
    expect(failedInvocations([at(1, init, 'a'), at(2, init, 'a'), at(3, init, 'b')])).toHaveLength(2)
  })
})

describe('an error that names no request', () => {
  const error = "[ERROR] KeyError: 'sku'\nTraceback (most recent call last):"
  const start = (n: number) => `START RequestId: ${id(n)} Version: $LATEST`
  const end = (n: number) => `END RequestId: ${id(n)}`

  it('belongs to what the platform says next in its stream', () => {
    const failed = failedInvocations([
      at(1, error, 'a'),
      at(2, error, 'b'),
      at(3, end(1), 'a'),
      at(3, report(1, 'Max Memory Used: 60 MB'), 'a'),
      at(90, end(2), 'b'),
    ])
    expect(failed).toMatchObject([
      { requestId: id(1), kind: 'application', errorType: 'KeyError', maxMemoryMb: 60 },
      { requestId: null, of: 'invocation', stream: 'b' },
    ])
  })

  it('is one with a report that says the same, and is not counted twice', () => {
    const told = report(1, 'Max Memory Used: 60 MB\tStatus: error\tError Type: KeyError')
    const lines = [at(1.5, error), at(2, told)]
    expect(failedInvocations([...lines, ...lines])).toMatchObject([{ requestId: id(1), kind: 'application' }])
  })

  it.each([
    ['one that was cut off', 'Max Memory Used: 60 MB\tStatus: timeout', 2],
    ['one that began later', 'Max Memory Used: 60 MB\tStatus: error\tError Type: KeyError', 3],
  ])('is not of the next invocation: %s', (_what, rest, second) => {
    expect(failedInvocations([at(1, error), at(second, report(2, rest))])).toHaveLength(2)
  })

  it('is found with the lines of its invocation', () => {
    const lines = [
      at(1, start(1)),
      at(2, end(1)),
      at(3, start(2)),
      at(4, error),
      at(5, end(2)),
      at(5, report(2, '')),
    ]
    const found = invocationAround([...lines, at(6, start(3))], 4000)
    expect(found?.requestId).toBe(id(2))
    expect(found?.events).toEqual(lines.slice(2))
    expect(invocationAround(lines.slice(3), 4000)).toBeUndefined()
  })
})

describe('filter patterns', () => {
  it('ask for one of the terms in text and for fields in JSON', () => {
    expect(failurePattern('Text')).toMatch(/^\?"Status: timeout" \?"/)
    expect(failurePattern(null)).toBe(failurePattern('Text'))
    expect(failurePattern('JSON')).toMatch(/^\{ .*platform\.report.* \}$/)
    expect(failurePattern('JSON').length).toBeLessThan(1024)
  })

  it('take nothing for a request id that is none', () => {
    expect(requestPattern(id(1))).toBe(`"${id(1)}"`)
    expect(requestPattern('" ?"')).toBeUndefined()
  })
})
