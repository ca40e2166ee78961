import type { ClientPool } from '#server/aws/client-pool.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { fingerprintWith } from '#server/domain/secrets/fingerprint.ts'
import type { Collector } from './define-collector.ts'
import { type RunContext, runCollector } from './run-collector.ts'

/** Fingerprints under a key that everybody knows. */
export const fingerprintForTest = fingerprintWith(new Uint8Array(32))

export type TestRun = {
  clients: ClientPool
  accountId: string
  region?: string
  previous?: Map<string, ResourceRecord>
  overrides?: Partial<RunContext>
}

/** Runs a collector as the worker does and gives its summary with all that it handed on. For tests. */
export async function runForTest<Item, Input>(collector: Collector<Item, Input>, input: Input, run: TestRun) {
  const items: Item[] = []
  const context: RunContext = {
    account: { id: run.accountId, partition: 'aws' },
    region: run.region ?? (collector.scope === 'account' ? 'global' : 'eu-west-1'),
    clients: run.clients,
    clock: Date.now,
    signal: new AbortController().signal,
    previous: (arn) => run.previous?.get(arn),
    refresh: new Set(),
    verify: () => false,
    fingerprint: fingerprintForTest,
    ...run.overrides,
  }
  const summary = await runCollector(collector, context, input, (batch) => {
    items.push(...batch)
  })
  return { ...summary, items }
}
