import type { RoleAccess, Takeover } from '#server/domain/access/access.ts'
import { absent, type Field, failed, known, mapField } from '#server/domain/field.ts'
import { collectedAt, findingsReadAt } from '#server/domain/posture/collected-at.ts'
import type {
  FunctionActivity,
  FunctionOrigin,
  Labels,
  NamedFunction,
  Place,
  Surroundings,
} from '#server/domain/posture/surroundings.ts'
import type { FunctionCall, FunctionReach } from '#server/domain/reach/reach.ts'
import { FINDING_SOURCES, type FindingSource } from '#server/domain/records/external-finding-record.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { RecordOfKind } from '#server/domain/records/resource-record.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import { KEY } from './answer-key.ts'

const NOT_LOADED = 'not loaded yet'
const NOT_COLLECTED = 'not collected'

/**
 * Surroundings out of the store. A check is pure and cannot wait: what it asks for and is not here is noted as missing,
 * loaded for all subjects together, and the check is asked again.
 */
export class StoredSurroundings implements Surroundings {
  readonly now: number
  readonly #answers = new Map<string, Field<unknown>>()
  readonly #collected = new Map<string, ReadonlySet<string>>()
  #missing = new Set<string>()
  #reads = new Set<string>()

  constructor(now: number) {
    this.now = now
  }

  /** What was asked since `begin`. */
  get reads(): string[] {
    return [...this.#reads]
  }

  /** What of it was not here. */
  get missing(): string[] {
    return [...this.#missing]
  }

  /** Begins another subject. */
  begin(): void {
    this.#reads = new Set()
    this.#missing = new Set()
  }

  answer(key: string, answer: Field<unknown>): void {
    this.#answers.set(key, answer)
  }

  setCollected(accountId: string, kinds: ReadonlySet<string>): void {
    this.#collected.set(accountId, kinds)
  }

  #ask<T>(key: string): Field<T> {
    this.#reads.add(key)
    const found = this.#answers.get(key)
    if (found) return found as Field<T>
    this.#missing.add(key)
    return failed(NOT_LOADED)
  }

  #collectedOf(accountId: string): ReadonlySet<string> | undefined {
    const found = this.#collected.get(accountId)
    if (!found) this.#missing.add(KEY.collected(accountId))
    return found
  }

  find<K extends ResourceKind>(kind: K, arn: string): Field<RecordOfKind<K>> {
    const found = this.#ask<RecordOfKind<K>>(KEY.record(kind, arn))
    if (found.state !== 'absent') return found
    const accountId = arn.split(':')[4] ?? ''
    const kinds = accountId === '' ? this.#everywhere() : this.#collectedOf(accountId)
    return kinds && collectedAt(kinds, kind, arn) ? absent() : failed(NOT_COLLECTED)
  }

  #everywhere(): ReadonlySet<string> {
    return new Set([...this.#collected.values()].flatMap((kinds) => [...kinds]))
  }

  isCollected(kind: ResourceKind, { accountId, region }: Place): boolean {
    return this.#collectedOf(accountId)?.has(`${accountId}/${region}/${kind}`) ?? false
  }

  all<K extends ResourceKind>(kind: K, { accountId, region }: Place): Field<RecordOfKind<K>[]> {
    const kinds = this.#collectedOf(accountId)
    if (kinds && !kinds.has(`${accountId}/${region}/${kind}`)) {
      this.#reads.add(KEY.all(kind, accountId, region))
      return failed(NOT_COLLECTED)
    }
    return this.#ask(KEY.all(kind, accountId, region))
  }

  triggers(functionArn: string): Field<Trigger[]> {
    return this.#ask(KEY.triggers(functionArn))
  }

  reach(functionArn: string): Field<FunctionReach> {
    return this.#ask(KEY.reach(functionArn))
  }

  access(roleArn: string): Field<RoleAccess> {
    const found = this.#ask<RoleAccess>(KEY.access(roleArn))
    if (found.state !== 'absent') return found
    const role = this.find('role', roleArn)
    return role.state === 'known' ? failed('not worked out yet') : role
  }

  takeovers(functionArn: string): Field<Takeover[]> {
    return this.#ask(KEY.takeovers(functionArn))
  }

  functionsOfRole(roleArn: string): Field<NamedFunction[]> {
    return this.#ask(KEY.roleFunctions(roleArn))
  }

  sameCode(codeSha256: string, functionArn: string): Field<NamedFunction[]> {
    const [, , , region = '', accountId = ''] = functionArn.split(':')
    const same = this.#ask<NamedFunction[]>(KEY.sameCode(accountId, region, codeSha256))
    if (same.state !== 'known') return same
    return { state: 'known', value: same.value.filter(({ arn }) => arn !== functionArn) }
  }

  activity(functionArn: string): Field<FunctionActivity> {
    return this.#ask(KEY.activity(functionArn))
  }

  origin(functionArn: string): Field<FunctionOrigin> {
    return this.#ask(KEY.origin(functionArn))
  }

  calls(functionArn: string): Field<readonly FunctionCall[]> {
    return this.#ask(KEY.calls(functionArn))
  }

  labels(functionArn: string): Field<Labels> {
    return this.#ask(KEY.labels(functionArn))
  }

  externalFindings(arn: string, source?: FindingSource): Field<RecordOfKind<'external-finding'>[]> {
    const all = this.#ask<RecordOfKind<'external-finding'>[]>(KEY.external(arn))
    const wanted = source === undefined ? FINDING_SOURCES : [source]
    const found = mapField(all, (list) => list.filter((one) => wanted.includes(one.source)))
    if (found.state !== 'known' || found.value.length > 0) return found
    const [, , , region = '', accountId = ''] = arn.split(':')
    const kinds = accountId === '' ? this.#everywhere() : this.#collectedOf(accountId)
    const isRead = (one: FindingSource) => kinds && findingsReadAt(kinds, one, { accountId, region })
    return !kinds || wanted.every(isRead) ? found : failed(NOT_COLLECTED)
  }

  organization(accountId: string): Field<RecordOfKind<'organization'>> {
    const all = this.#ask<RecordOfKind<'organization'>[]>(KEY.organization())
    if (all.state !== 'known') return all
    const own = all.value.findLast(
      (one) =>
        one.managementAccountId === accountId ||
        (one.accounts.state === 'known' && one.accounts.value.some((account) => account.id === accountId)),
    )
    return own ? known(own) : absent()
  }
}
