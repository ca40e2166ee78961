import type { CallContext } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Fingerprint } from '#server/domain/secrets/fingerprint.ts'

/** What a collector is given: where to look, with what, and what was known before. */
export type CollectorContext = CallContext & {
  /** The record that the store holds, if any. */
  previous(arn: string): ResourceRecord | undefined
  /** Names of functions that CloudTrail says were changed: read again whatever the list says. */
  refresh: ReadonlySet<string>
  /** Whether an unchanged resource is due to be read again in full. */
  verify(arn: string): boolean
  /** Up to so many resources a region, everything is asked for on the first sweep; left out, the collector decides. */
  thoroughUpTo?: number
  /** Whether what an earlier sweep left out is asked for now, as far as it decides who can reach a resource. */
  completesReach?: boolean
  /** Set where the administrator allows downloading code; `osvFolder` holds the vulnerability database, if there is one. */
  code?: { osvFolder: string | undefined }
  /** What is kept of a secret in place of its value. */
  fingerprint: Fingerprint
}

export type CollectorDeclaration = {
  id: string
  title: string
  scope: 'account' | 'region'
  kind?: ResourceKind
  /** Where several collectors bring one kind: the `source` of the records that this one brings, and it alone. */
  part?: string
  /** CloudTrail event sources whose successful writes make it worth looking again before the next slow look. */
  changedBy?: readonly string[]
  /** Names of the events that alone count, without an API version; left out, every write counts. */
  changedOnlyBy?: readonly string[]
  /** Set where a region without functions has nothing to collect. */
  onlyWithFunctions?: true
  /** Set where it downloads code: then it is run only where the administrator allows that. */
  downloadsCode?: true
  /** Set where it runs only when it is asked for: coverage does not wait for it. */
  onDemand?: true
  /** Set where it reuses what is stored: only then are the stored records loaded for it. */
  reusesStored?: true
  operations: readonly Operation[]
  /** IAM actions that AWS checks inside an operation and that no operation of ours is named for. */
  besides?: readonly Pick<Operation, 'permission' | 'hides'>[]
}

/** How collecting ended: `complete` only when every listing reached its end and every listed item was handed on. */
export type Completion = { complete: boolean }

export type Collector<Item, Input = undefined> = CollectorDeclaration & {
  collect(context: CollectorContext, input: Input): AsyncGenerator<Item[], Completion, undefined>
  /** How many things an item stands for, where that is not one. */
  countOf?(item: Item): number
}

/** Declares a collector. Its id is its file's name; Sightline's own IAM permissions come from its operations. */
export function defineCollector<Item, Input = undefined>(
  collector: Collector<Item, Input>,
): Collector<Item, Input> {
  return collector
}
