import type { DetectionContext, RoleFunction } from '#server/detections/define-detection.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const MOST_FUNCTIONS = 50_000
const NONE: RoleFunction[] = []

/**
 * Which functions run with which role, as far as the records themselves say so: Lambda assumes the role in the function's
 * name, functions are made and changed with a role, and their own calls name Lambda. So a stolen session stands out in the
 * logs of an account of which nothing else is known.
 */
export class SeenFunctions {
  readonly #ofRole = new Map<string, RoleFunction[]>()
  #count = 0

  readonly context: DetectionContext = {
    ...NO_CONTEXT,
    functionsOfRole: (roleArn) => this.#ofRole.get(roleArn) ?? NONE,
  }

  note(records: readonly TrailRecord[]): void {
    for (const record of records) {
      if (record.eventSource === 'sts.amazonaws.com') this.#noteAssumed(record)
      else if (record.eventSource === 'lambda.amazonaws.com') this.#noteChanged(record)
      if (record.roleArn !== null && record.userAgent?.includes('exec-env/AWS_Lambda_'))
        this.#noteCaller(record.roleArn, record)
    }
  }

  /** The region is that of the service called, so it stands only where nothing better is known. */
  #noteCaller(roleArn: string, { actorArn, region }: TrailRecord): void {
    const name = actorArn.split('/').at(-1)
    const isKnown = this.#ofRole.get(roleArn)?.some((one) => one.name === name)
    if (!isKnown) this.#add(roleArn, name, region, null)
  }

  #noteAssumed(record: TrailRecord): void {
    if (record.eventName !== 'AssumeRole' || record.invokedBy !== 'lambda.amazonaws.com') return
    if (record.actorType !== 'service' || !happened(record)) return
    this.#add(textOf(record, 'roleArn'), textOf(record, 'roleSessionName'), record.region, null)
  }

  #noteChanged(record: TrailRecord): void {
    if (record.eventName !== 'CreateFunction' && record.eventName !== 'UpdateFunctionConfiguration') return
    if (!happened(record)) return
    this.#add(
      textOf(record, 'role'),
      record.functionName ?? undefined,
      record.region,
      textOf(record, 'runtime') ?? null,
    )
  }

  #add(roleArn: string | undefined, name: string | undefined, region: string, runtime: string | null): void {
    if (!roleArn || !name || name.length > 140) return
    const known = this.#ofRole.get(roleArn)
    const same = known?.find((one) => one.name === name && one.region === region)
    if (same) {
      same.runtime ??= runtime
      return
    }
    if (this.#count >= MOST_FUNCTIONS) return
    this.#count += 1
    const one = { name, region, runtime }
    if (known) known.push(one)
    else this.#ofRole.set(roleArn, [one])
  }
}
