import type { RoleAccess, Takeover } from '#server/domain/access/access.ts'
import { assessRole } from '#server/domain/access/assess-role.ts'
import { resourcesOf } from '#server/domain/access/means.ts'
import { takeovers } from '#server/domain/access/takeovers.ts'
import { absent, type Field, failed, known, mapField, valueOr } from '#server/domain/field.ts'
import type { ActionTable } from '#server/domain/iam/action-table.ts'
import { effectivePermissions } from '#server/domain/iam/effective-permissions.ts'
import { principalPolicies } from '#server/domain/iam/principal-policies.ts'
import { type ScpLevels, scpLevels } from '#server/domain/iam/service-control-policies.ts'
import { DEFAULT_LABEL_KEYS, effectiveLabels } from '#server/domain/labels.ts'
import type { FunctionCall, FunctionReach } from '#server/domain/reach/reach.ts'
import { workOutReach } from '#server/domain/reach/work-out-reach.ts'
import { FINDING_SOURCES, type FindingSource } from '#server/domain/records/external-finding-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { GLOBAL_REGION, type ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { RecordOfKind, ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { assembleTriggers } from '#server/domain/triggers/assemble-triggers.ts'
import { buildSourceIndex, type SourceIndex } from '#server/domain/triggers/source-index.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import { collectedAt, findingsReadAt } from './collected-at.ts'
import { type EstatePrincipals, invokersFor, principalsOf } from './estate-principals.ts'
import type {
  FunctionActivity,
  FunctionOrigin,
  Labels,
  NamedFunction,
  Place,
  Surroundings,
} from './surroundings.ts'

export type EstateInput = {
  records: readonly ResourceRecord[]
  /** Which kinds were collected in full where, as `accountId/region/kind`. */
  collected: ReadonlySet<string>
  now: number
  table: ActionTable
  /** What cannot be read from records; by function ARN. Left out, it is not known. */
  activity?: ReadonlyMap<string, FunctionActivity>
  origins?: ReadonlyMap<string, FunctionOrigin>
  calls?: ReadonlyMap<string, readonly FunctionCall[]>
}

const NOT_COLLECTED = 'not collected'

/** Surroundings made of records in memory: triggers, reach and access are worked out when they are asked for, once each. */
export class Estate implements Surroundings {
  readonly now: number
  readonly #input: EstateInput
  readonly #byKey = new Map<string, ResourceRecord>()
  readonly #byPlace = new Map<string, ResourceRecord[]>()
  readonly #index: SourceIndex
  readonly #functionsByRole = new Map<string, NamedFunction[]>()
  readonly #functionsByCode = new Map<string, NamedFunction[]>()
  readonly #externalByArn = new Map<string, RecordOfKind<'external-finding'>[]>()
  readonly #kept = new Map<string, unknown>()

  constructor(input: EstateInput) {
    this.#input = input
    this.now = input.now
    this.#index = buildSourceIndex(input.records, input.collected)
    for (const record of input.records) {
      this.#byKey.set(`${record.kind} ${record.arn}`, record)
      push(this.#byPlace, `${record.accountId}/${record.region}/${record.kind}`, record)
      if (record.kind === 'function') {
        const named = { arn: record.arn, name: record.name }
        if (record.roleArn.state === 'known') push(this.#functionsByRole, record.roleArn.value, named)
        if (record.codeSha256.state === 'known')
          push(this.#functionsByCode, codeKey(record, record.codeSha256.value), named)
      }
      if (record.kind === 'external-finding')
        for (const arn of record.resourceArns) push(this.#externalByArn, arn, record)
    }
  }

  get records(): readonly ResourceRecord[] {
    return this.#input.records
  }

  find<K extends ResourceKind>(kind: K, arn: string): Field<RecordOfKind<K>> {
    const found = this.#byKey.get(`${kind} ${arn}`)
    if (found) return known(found as RecordOfKind<K>)
    return collectedAt(this.#input.collected, kind, arn) ? absent() : failed(NOT_COLLECTED)
  }

  all<K extends ResourceKind>(kind: K, place: Place): Field<RecordOfKind<K>[]> {
    if (!this.isCollected(kind, place)) return failed(NOT_COLLECTED)
    const key = `${place.accountId}/${place.region}/${kind}`
    return known((this.#byPlace.get(key) ?? []) as RecordOfKind<K>[])
  }

  isCollected(kind: ResourceKind, { accountId, region }: Place): boolean {
    return this.#input.collected.has(`${accountId}/${region}/${kind}`)
  }

  triggers(functionArn: string): Field<Trigger[]> {
    const worked = this.#triggers(functionArn)
    if (worked.state !== 'known') return worked
    const { triggers, unseen } = worked.value
    return triggers.length === 0 && unseen[0] !== undefined ? failed(unseen[0]) : known(triggers)
  }

  reach(functionArn: string): Field<FunctionReach> {
    return this.#once(`reach ${functionArn}`, () => {
      const fn = this.find('function', functionArn)
      const triggers = this.#triggers(functionArn)
      if (fn.state !== 'known') return fn
      if (triggers.state !== 'known') return triggers
      return known(this.#workOutReach(fn.value, triggers.value))
    })
  }

  access(roleArn: string): Field<RoleAccess> {
    return this.#once(`access ${roleArn}`, () =>
      mapField(this.find('role', roleArn), (record) => {
        const { organization } = this.#organizationOf(record.accountId)
        const principal = principalPolicies(record, this.#scps(record.accountId))
        const accounts = organization && valueOr(organization.accounts, undefined)
        return assessRole({
          record,
          principal,
          permissions: effectivePermissions(principal, this.#input.table),
          sharedBy: this.#functionsByRole.get(roleArn) ?? [],
          accountId: record.accountId,
          ...(accounts ? { organizationAccountIds: accounts.map((one) => one.id) } : {}),
          table: this.#input.table,
        })
      }),
    )
  }

  takeovers(functionArn: string): Field<Takeover[]> {
    return this.#once(`takeovers ${functionArn}`, () => {
      const fn = this.find('function', functionArn)
      if (fn.state !== 'known') return fn
      const principals = this.#principals(fn.value.accountId)
      if (!principals.complete) return failed<Takeover[]>('not all roles and users were collected')
      const role = this.#roleOf(fn.value)
      const { takeovers: found, unseen } = takeovers(fn.value, role, principals.controlling)
      return found.length === 0 && unseen[0] !== undefined ? failed(unseen[0]) : known(found)
    })
  }

  functionsOfRole(roleArn: string): Field<NamedFunction[]> {
    const functions = this.#functionsByRole.get(roleArn) ?? []
    const accountId = roleArn.split(':')[4] ?? ''
    return this.#listsFunctionsOf(accountId) || functions.length > 0
      ? known(functions)
      : failed(NOT_COLLECTED)
  }

  sameCode(codeSha256: string, functionArn: string): Field<NamedFunction[]> {
    const fn = this.find('function', functionArn)
    if (fn.state !== 'known') return fn
    const same = this.#functionsByCode.get(codeKey(fn.value, codeSha256)) ?? []
    return known(same.filter(({ arn }) => arn !== functionArn))
  }

  activity(functionArn: string): Field<FunctionActivity> {
    const found = this.#input.activity?.get(functionArn)
    return found ? known(found) : failed('metrics were not read')
  }

  origin(functionArn: string): Field<FunctionOrigin> {
    const found = this.#input.origins?.get(functionArn)
    return found ? known(found) : failed('CloudTrail was not read')
  }

  calls(functionArn: string): Field<readonly FunctionCall[]> {
    const found = this.#input.calls?.get(functionArn)
    return found ? known(found) : failed('calls between functions were not worked out')
  }

  labels(functionArn: string): Field<Labels> {
    return this.#once(`labels ${functionArn}`, () =>
      mapField(this.find('function', functionArn), (fn) => {
        const account = { owner: null, environment: null, tags: {} }
        return effectiveLabels(valueOr(fn.tags, {}) ?? {}, null, account, DEFAULT_LABEL_KEYS)
      }),
    )
  }

  externalFindings(arn: string, source?: FindingSource): Field<RecordOfKind<'external-finding'>[]> {
    const wanted = source === undefined ? FINDING_SOURCES : [source]
    const found = (this.#externalByArn.get(arn) ?? []).filter((one) => wanted.includes(one.source))
    return found.length > 0 || wanted.every((one) => this.#readsFindings(arn, one))
      ? known(found)
      : failed(NOT_COLLECTED)
  }

  #readsFindings(arn: string, source: FindingSource): boolean {
    const [, , , region = '', accountId = ''] = arn.split(':')
    return this.#once(`findings ${source} ${accountId}/${region}`, () =>
      findingsReadAt(this.#input.collected, source, { accountId, region }),
    )
  }

  organization(accountId: string): Field<RecordOfKind<'organization'>> {
    const { organization } = this.#organizationOf(accountId)
    if (organization) return known(organization)
    const wasAsked = [...this.#input.collected].some((key) => key.endsWith('/organization'))
    return wasAsked ? absent() : failed(NOT_COLLECTED)
  }

  #once<T>(key: string, work: () => T): T {
    if (!this.#kept.has(key)) this.#kept.set(key, work())
    return this.#kept.get(key) as T
  }

  #triggers(functionArn: string) {
    return this.#once(`triggers ${functionArn}`, () =>
      mapField(this.find('function', functionArn), (fn) => assembleTriggers(fn, this.#index)),
    )
  }

  #workOutReach(fn: FunctionRecord, found: ReturnType<typeof assembleTriggers>): FunctionReach {
    const { organization } = this.#organizationOf(fn.accountId)
    const principals = this.#principals(fn.accountId)
    const role = this.#roleOf(fn)
    const access = role ? this.access(role.arn) : undefined
    const settings = this.#byPlace.get(`${fn.accountId}/${fn.region}/account-settings`)?.[0]
    return workOutReach({
      fn,
      triggers: found.triggers,
      triggersUnseen: [...found.unseen, ...principals.unseen],
      index: this.#index,
      organization,
      invokers: principals.rolesComplete ? invokersFor(principals.invokers, fn.arn) : null,
      settings: settings?.kind === 'account-settings' ? settings : undefined,
      neighbours: this.#neighbours(fn),
      role,
      roleResources: access?.state === 'known' ? resourcesOf(access.value.permissions) : [],
    })
  }

  #roleOf(fn: FunctionRecord): RoleRecord | undefined {
    const arn = fn.roleArn.state === 'known' ? fn.roleArn.value : ''
    const role = this.find('role', arn)
    return role.state === 'known' ? role.value : undefined
  }

  #neighbours(fn: FunctionRecord): { name: string }[] {
    return this.#once(`neighbours ${fn.accountId}/${fn.region}`, () =>
      (this.#byPlace.get(`${fn.accountId}/${fn.region}/function`) ?? [])
        .filter((record) => record.kind === 'function' && record.reservedConcurrency.state !== 'known')
        .map(({ name }) => ({ name })),
    )
  }

  #organizationOf(accountId: string) {
    return this.#once(`organization ${accountId}`, () => {
      const organization = this.#input.records.find(
        (record) =>
          record.kind === 'organization' &&
          (valueOr(record.accounts, []) ?? []).some((account) => account.id === accountId),
      )
      return { organization: organization?.kind === 'organization' ? organization : undefined }
    })
  }

  #scps(accountId: string): ScpLevels {
    return this.#once(`scps ${accountId}`, () =>
      scpLevels(accountId, this.#organizationOf(accountId).organization),
    )
  }

  #listsFunctionsOf(accountId: string): boolean {
    return [...this.#input.collected].some(
      (key) => key.startsWith(`${accountId}/`) && key.endsWith('/function'),
    )
  }

  #principals(accountId: string): EstatePrincipals {
    return this.#once(`principals ${accountId}`, () => {
      const of = (kind: 'role' | 'user') => this.#byPlace.get(`${accountId}/${GLOBAL_REGION}/${kind}`) ?? []
      const has = (kind: string) => this.#input.collected.has(`${accountId}/${GLOBAL_REGION}/${kind}`)
      return principalsOf([...of('role'), ...of('user')], this.#scps(accountId), {
        roles: has('role'),
        users: has('user'),
      })
    })
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

const codeKey = (fn: FunctionRecord, sha256: string) => `${fn.accountId}/${fn.region}/${sha256}`
