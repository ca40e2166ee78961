import type { AwsAccess } from '#server/aws/access.ts'
import { RunReport } from '#server/aws/run-report.ts'
import type { Collector } from '#server/collectors/define-collector.ts'
import { type RunSummary, runCollector } from '#server/collectors/run-collector.ts'
import type { CollectorProblem } from '#server/domain/collector-problem.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Fingerprint } from '#server/domain/secrets/fingerprint.ts'
import type { Clock } from '#server/domain/time.ts'

export type AuditTarget = { account: { id: string; partition: string }; region: string }

export type RunProblem = CollectorProblem & { collector: string; accountId: string; region: string }

type Options = { access: AwsAccess; clock: Clock; signal: AbortSignal; fingerprint: Fingerprint }

/** What an audit has read so far, and what it could not read. */
export class AuditRun {
  readonly access: AwsAccess
  readonly problems: RunProblem[] = []
  readonly #options: Options
  readonly #records = new Map<string, ResourceRecord>()
  /** By `accountId/region/kind`: whether all collectors of that kind reached their end there. */
  readonly #ended = new Map<string, boolean>()

  constructor(options: Options) {
    this.#options = options
    this.access = options.access
  }

  get records(): ResourceRecord[] {
    return [...this.#records.values()]
  }

  get collected(): ReadonlySet<string> {
    return new Set([...this.#ended].flatMap(([key, complete]) => (complete ? [key] : [])))
  }

  recordsOf(target: AuditTarget): ResourceRecord[] {
    return this.records.filter(
      ({ accountId, region }) => accountId === target.account.id && region === target.region,
    )
  }

  /** Runs a collector and hands back its items; problems are kept. */
  async collect<Item, Input>(
    target: AuditTarget,
    collector: Collector<Item, Input>,
    input: Input,
  ): Promise<RunSummary & { collected: Item[] }> {
    const { clock, signal, fingerprint, access } = this.#options
    const collected: Item[] = []
    const context = {
      ...target,
      clients: access.clients,
      clock,
      signal,
      fingerprint,
      report: new RunReport(),
      previous: () => undefined,
      refresh: new Set<string>(),
      verify: () => false,
    }
    const summary = await runCollector(collector, context, input, (items) => {
      for (const item of items) collected.push(item)
    })
    signal.throwIfAborted()
    for (const problem of summary.problems)
      this.problems.push({
        ...problem,
        collector: collector.id,
        accountId: target.account.id,
        region: target.region,
      })
    return { ...summary, collected }
  }

  /** Runs a collector of resources and keeps what it brings. */
  async read<Record extends ResourceRecord, Input>(
    target: AuditTarget,
    collector: Collector<Record, Input> & { kind?: ResourceKind },
    input: Input,
  ): Promise<Record[]> {
    const { collected, complete } = await this.collect(target, collector, input)
    for (const record of collected) this.keep(record)
    if (collector.kind) {
      const what = collector.part === undefined ? collector.kind : `${collector.kind}:${collector.part}`
      const key = `${target.account.id}/${target.region}/${what}`
      this.#ended.set(key, complete && (this.#ended.get(key) ?? true))
    }
    return collected
  }

  /** A trail of several regions has a record in each, with the same ARN. */
  keep(record: ResourceRecord): void {
    this.#records.set(`${record.accountId}/${record.region} ${record.kind} ${record.arn}`, record)
  }
}
