import { describe, expect, it } from 'vitest'
import type { LogSample } from '#server/services/log-samples/schema.ts'
import { costWords, sampleWords } from './sample-words.ts'

const sample: LogSample = {
  state: 'read',
  message: null,
  statement: null,
  logGroup: '/aws/lambda/orders-api',
  from: '2026-11-20T10:00:00Z',
  to: '2026-11-20T10:15:00Z',
  searchedUntil: null,
  errors: 50,
  sampled: 40,
  counts: { timeout: 9, 'out-of-memory': 31, init: 0, application: 0, crash: 0 },
  invocations: [],
  bytes: 51_200,
  calls: 3,
  masked: 2,
  costUsd: 0,
}

describe('words for a sample', () => {
  it('say of how many how many were what', () => {
    expect(sampleWords(sample)).toBe('40 failing invocations in the log: 9 timeouts and 31 out of memory.')
  })

  it('say that a sample is one', () => {
    expect(sampleWords({ ...sample, searchedUntil: '2026-11-20T10:04:00Z' })).toContain('a sample')
  })

  it('say that nothing was found, and what CloudWatch counts', () => {
    expect(sampleWords({ ...sample, sampled: 0 })).toContain('though CloudWatch counts 50 errors')
    expect(sampleWords({ ...sample, sampled: 0, errors: null })).toBe(
      'No line of this time shows a failing invocation.',
    )
  })

  it('say what it took', () => {
    expect(costWords(sample)).toContain('50 kB returned by 3 calls; AWS charges nothing')
    expect(costWords(sample)).toContain('2 secrets were masked')
  })
})
