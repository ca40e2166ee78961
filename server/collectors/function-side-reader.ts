import {
  GetFunctionRecursionConfigCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionUrlConfigsCommand,
  ListProvisionedConcurrencyConfigsCommand,
} from '@aws-sdk/client-lambda'
import { type CallContext, call } from '#server/aws/call.ts'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'
import type { Operation } from '#server/aws/operation.ts'
import { paginateAll } from '#server/aws/paginate.ts'
import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { asObject, asText } from '#server/domain/json.ts'
import type { FunctionAlias, FunctionRecord, PolicyDocument } from '#server/domain/records/function-record.ts'
import { FUNCTION_OPERATIONS as OPERATIONS } from './function-operations.ts'
import { readText, unseen } from './read-field.ts'
import {
  readAlias,
  readEventInvokeConfig,
  readFunctionUrl,
  readProvisionedConcurrency,
} from './read-function-side.ts'

/** Reads what hangs on one function, a call or a short list each. */
export class FunctionSideReader {
  readonly #context: CallContext
  readonly #name: string

  constructor(context: CallContext, functionName: string) {
    this.#context = context
    this.#name = functionName
  }

  async policy(qualifier?: string): Promise<Field<PolicyDocument>> {
    const FunctionName = this.#name
    const command = new GetPolicyCommand({ FunctionName, Qualifier: qualifier })
    const resource = qualifier === undefined ? FunctionName : `${FunctionName}:${qualifier}`
    const result = await call(this.#context, OPERATIONS.getPolicy, command, { resource })
    if (result.state !== 'ok') return unseen(result)
    const text = asText(asObject(result.output).Policy)
    return text === undefined ? absent() : known(parsePolicyDocument(text))
  }

  /** Policies of the aliases and of the versions that they point at. */
  async qualifiedPolicies(aliases: FunctionRecord['aliases']): Promise<FunctionRecord['qualifiedPolicies']> {
    if (aliases.state !== 'known') return aliases
    const policies: Record<string, PolicyDocument> = {}
    for (const qualifier of qualifiersOf(aliases.value)) {
      const policy = await this.policy(qualifier)
      if (policy.state === 'known') policies[qualifier] = policy.value
      else if (policy.state !== 'absent') return policy
    }
    return Object.keys(policies).length === 0 ? absent() : known(policies)
  }

  urls(): Promise<FunctionRecord['urls']> {
    const command = (Marker?: string) =>
      new ListFunctionUrlConfigsCommand({ FunctionName: this.#name, Marker })
    return this.#list(OPERATIONS.listUrls, command, 'FunctionUrlConfigs', (item) => {
      const url = readFunctionUrl(item)
      return { key: `${url.qualifier ?? ''} ${url.url}`, value: url }
    })
  }

  aliases(): Promise<FunctionRecord['aliases']> {
    const command = (Marker?: string) => new ListAliasesCommand({ FunctionName: this.#name, Marker })
    return this.#list(OPERATIONS.listAliases, command, 'Aliases', (item) => {
      const alias = readAlias(item)
      return alias && { key: alias.name, value: alias }
    })
  }

  eventInvokeConfigs(): Promise<FunctionRecord['eventInvokeConfigs']> {
    const command = (Marker?: string) =>
      new ListFunctionEventInvokeConfigsCommand({ FunctionName: this.#name, Marker })
    return this.#list(OPERATIONS.listEventInvokeConfigs, command, 'FunctionEventInvokeConfigs', (item) => {
      const config = readEventInvokeConfig(item)
      return { key: config.qualifier, value: config }
    })
  }

  provisionedConcurrency(): Promise<FunctionRecord['provisionedConcurrency']> {
    const operation = OPERATIONS.listProvisionedConcurrency
    const command = (Marker?: string) =>
      new ListProvisionedConcurrencyConfigsCommand({ FunctionName: this.#name, Marker })
    return this.#list(operation, command, 'ProvisionedConcurrencyConfigs', (item) => {
      const config = readProvisionedConcurrency(item)
      return { key: config.qualifier, value: config }
    })
  }

  async recursiveLoop(): Promise<Field<string>> {
    const command = new GetFunctionRecursionConfigCommand({ FunctionName: this.#name })
    const options = { resource: this.#name }
    const result = await call(this.#context, OPERATIONS.getRecursionConfig, command, options)
    return result.state === 'ok' ? readText(asObject(result.output), 'RecursiveLoop') : unseen(result)
  }

  async #list<T>(
    operation: Operation,
    command: (token: string | undefined) => ObservedCommand,
    items: string,
    read: (item: unknown) => { key: string; value: T } | undefined,
  ): Promise<Field<T[]>> {
    const options = { resource: this.#name }
    const paging = { operation, command, items, token: 'NextMarker', options }
    const list = await paginateAll(this.#context, paging)
    if (!list.complete) return list.failure ? unseen(list.failure) : failed('incomplete')
    const entries = list.items.map(read).filter((entry) => entry !== undefined)
    if (entries.length === 0) return absent()
    return known(entries.sort((a, b) => (a.key < b.key ? -1 : 1)).map((entry) => entry.value))
  }
}

function qualifiersOf(aliases: FunctionAlias[]): string[] {
  const found = new Set<string>()
  for (const alias of aliases) {
    found.add(alias.name)
    for (const version of [alias.functionVersion, ...Object.keys(alias.routing)])
      if (/^\d+$/.test(version)) found.add(version)
  }
  return [...found].sort()
}
