import type { Field } from '#server/domain/field.ts'
import { valueOr } from '#server/domain/field.ts'
import { isPublicPolicy } from '#server/domain/iam/public-policy.ts'
import type { FunctionRecord } from './function-record.ts'
import type { ResourceRecord } from './resource-record.ts'
import type { RoleRecord } from './role-record.ts'

export type Summary = Record<string, string | number | boolean | null | string[]>

const MAX_TAGS = 50
const OWNER_KEYS = ['owner', 'team', 'squad', 'contact', 'service-owner', 'serviceowner', 'maintainer']
const ENVIRONMENT_KEYS = ['env', 'environment', 'stage']

/** Small facts of a record for lists and facets; null is absent or unseen. */
export function summaryOf(record: ResourceRecord): Summary {
  switch (record.kind) {
    case 'function':
      return summaryOfFunction(record)
    case 'role':
      return summaryOfRole(record)
    case 'event-source-mapping':
      return {
        functionName: value(record.functionName),
        eventSourceArn: value(record.eventSourceArn),
        sourceType: record.sourceType,
        state: value(record.state),
        batchSize: value(record.batchSize),
        onFailureArn: value(record.onFailureArn),
        lastModifiedAt: value(record.lastModifiedAt),
      }
    case 'user':
      return {
        path: record.path,
        createdAt: value(record.createdAt),
        groups: (valueOr(record.groups, []) ?? []).map((group) => group.name),
        permissionsBoundary: presence(record.permissionsBoundary),
      }
    case 'api':
      return {
        protocol: record.protocol,
        endpoint: record.endpoint,
        endpointTypes: valueOr(record.endpointTypes, []) ?? null,
        routes: count(record.routes),
        stages: (valueOr(record.stages, []) ?? []).map((stage) => stage.name),
      }
    case 'load-balancer':
      return { scheme: value(record.scheme), dnsName: record.dnsName, state: value(record.state) }
    case 'distribution':
      return {
        domainName: record.domainName,
        enabled: value(record.enabled),
        webAclArn: value(record.webAclArn),
      }
    case 'web-acl':
      return { scope: record.scope, defaultAction: value(record.defaultAction), rules: count(record.rules) }
    case 'event-rule':
      return {
        bus: record.bus,
        state: value(record.state),
        schedule: value(record.schedule),
        targets: count(record.targets),
      }
    case 'schedule':
      return {
        state: value(record.state),
        expression: value(record.expression),
        targetArn: value(record.targetArn),
      }
    case 'bucket':
      return { notifications: count(record.notifications), eventBridge: value(record.eventBridge) }
    case 'topic-subscription':
      return { topicArn: record.topicArn, functionArn: record.functionArn }
    case 'log-subscription':
      return { logGroup: record.logGroup, functionArn: record.functionArn }
    case 'user-pool':
      return { triggers: count(record.triggers), selfSignUp: value(record.selfSignUp) }
    case 'state-machine':
      return { type: value(record.type), status: value(record.status), calls: count(record.calls) }
    case 'event-source':
      return { sourceType: record.sourceType, exists: value(record.exists) }
    case 'log-group':
      return { retentionDays: value(record.retentionDays), kmsKeyArn: value(record.kmsKeyArn) }
    case 'kms-key':
      return { state: value(record.state), manager: value(record.manager), rotates: value(record.rotates) }
    case 'layer':
      return { versions: count(record.versions) }
    case 'code-signing-config':
      return { untrustedArtifacts: value(record.untrustedArtifacts), functions: count(record.functionArns) }
    case 'trail':
      return { isMultiRegion: value(record.isMultiRegion), isLogging: value(record.isLogging) }
    case 'vpc':
      return { subnets: count(record.subnets), securityGroups: count(record.securityGroups) }
    case 'image-repository':
      return { tagMutability: value(record.tagMutability), scanOnPush: value(record.scanOnPush) }
    case 'topic':
      return { kmsKeyId: value(record.kmsKeyId) }
    case 'graphql-api':
      return {
        authentications: valueOr(record.authentications, []) ?? null,
        functions: count(record.functionArns),
      }
    case 'external-finding':
      return {
        source: record.source,
        product: record.product,
        rule: record.rule,
        severity: record.severity,
        resourceArns: record.resourceArns,
      }
    case 'code-package':
      return {
        ownerArn: record.ownerArn,
        dependencies: count(record.dependencies),
        vulnerabilities: count(record.vulnerabilities),
        secrets: count(record.secrets),
      }
    case 'event-bus':
    case 'safeguards':
      return {}
    case 'organization':
      return {
        accounts: count(record.accounts),
        serviceControlPolicies: count(record.serviceControlPolicies),
      }
    case 'account-settings':
      return {
        concurrentExecutions: value(record.concurrentExecutions),
        unreservedConcurrentExecutions: value(record.unreservedConcurrentExecutions),
        functionCount: value(record.functionCount),
        totalCodeSizeBytes: value(record.totalCodeSizeBytes),
        totalCodeSizeLimitBytes: value(record.totalCodeSizeLimitBytes),
      }
  }
}

function summaryOfFunction(record: FunctionRecord): Summary {
  const tags = valueOr(record.tags, {}) ?? {}
  return {
    runtime: value(record.runtime),
    packageType: value(record.packageType),
    architecture: valueOr(record.architectures, [])?.join(', ') || null,
    memoryMb: value(record.memoryMb),
    timeoutSeconds: value(record.timeoutSeconds),
    lastModifiedAt: value(record.lastModifiedAt),
    state: value(record.state),
    roleArn: value(record.roleArn),
    codeSha256: value(record.codeSha256),
    versions: count(record.versions),
    urlAuth: urlAuth(record.urls),
    publicPolicy: publicPolicy(record),
    reservedConcurrency: value(record.reservedConcurrency),
    owner: tagOf(tags, OWNER_KEYS),
    env: tagOf(tags, ENVIRONMENT_KEYS),
    description: value(record.description),
    codeSizeBytes: value(record.codeSizeBytes),
    layers: count(record.layers),
    vpc: presence(record.vpc),
    deadLetter: presence(record.deadLetterTargetArn),
    tags: Object.entries(tags)
      .slice(0, MAX_TAGS)
      .map(([key, text]) => `${key}=${text}`),
  }
}

function summaryOfRole(record: RoleRecord): Summary {
  return {
    path: record.path,
    createdAt: value(record.createdAt),
    lastUsedAt: value(record.lastUsedAt),
    inlinePolicies: count(record.inlinePolicies),
    attachedPolicies: count(record.attachedPolicies),
    attachedPolicyNames: (valueOr(record.attachedPolicies, []) ?? []).map((policy) => policy.name),
    permissionsBoundary: presence(record.permissionsBoundary),
  }
}

function value<T>(field: Field<T>): T | null {
  return field.state === 'known' ? field.value : null
}

function count(field: Field<unknown[]>): number | null {
  return valueOr(field, [])?.length ?? null
}

function presence(field: Field<unknown>): boolean | null {
  if (field.state === 'known') return true
  return field.state === 'absent' ? false : null
}

function urlAuth(urls: FunctionRecord['urls']): 'NONE' | 'AWS_IAM' | 'none' | 'unknown' {
  const list = valueOr(urls, [])
  if (list === undefined) return 'unknown'
  if (list.length === 0) return 'none'
  if (list.some((url) => url.authType === 'NONE')) return 'NONE'
  return list.every((url) => url.authType === 'AWS_IAM') ? 'AWS_IAM' : 'unknown'
}

function publicPolicy(record: FunctionRecord): boolean | null {
  const own = record.policy.state === 'known' ? [record.policy.value] : []
  const qualified =
    record.qualifiedPolicies.state === 'known' ? Object.values(record.qualifiedPolicies.value) : []
  const verdicts = [...own, ...qualified].map(isPublicPolicy)
  if (verdicts.includes(true)) return true
  const unseen = [record.policy, record.qualifiedPolicies].some(
    (field) => field.state === 'denied' || field.state === 'failed',
  )
  return unseen || verdicts.includes(undefined) ? null : false
}

function tagOf(tags: Record<string, string>, keys: readonly string[]): string | null {
  for (const key of keys) {
    const found = Object.entries(tags).find(([name]) => name.toLowerCase() === key)
    if (found && found[1] !== '') return found[1]
  }
  return null
}
