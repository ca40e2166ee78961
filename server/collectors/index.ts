import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { accessAnalyzerFindings } from './access-analyzer-findings.ts'
import { accountSettings } from './account-settings.ts'
import { activeMetrics } from './active-metrics.ts'
import { apis } from './apis.ts'
import { billingMetrics } from './billing-metrics.ts'
import { buckets } from './buckets.ts'
import { cloudfrontWebAcls } from './cloudfront-web-acls.ts'
import { codePackages } from './code-packages.ts'
import { codeSigningConfigs } from './code-signing-configs.ts'
import { configFindings } from './config-findings.ts'
import { costExplorer } from './cost-explorer.ts'
import type { Collector, CollectorDeclaration } from './define-collector.ts'
import { distributions } from './distributions.ts'
import { eventBuses } from './event-buses.ts'
import { eventRules } from './event-rules.ts'
import { eventSourceMappings } from './event-source-mappings.ts'
import { eventSources } from './event-sources.ts'
import { functions } from './functions.ts'
import { graphqlApis } from './graphql-apis.ts'
import { guarddutyFindings } from './guardduty-findings.ts'
import { imageRepositories } from './image-repositories.ts'
import { inspectorFindings } from './inspector-findings.ts'
import { kmsKeys } from './kms-keys.ts'
import { lambdaMetrics } from './lambda-metrics.ts'
import { lastAccessed } from './last-accessed.ts'
import { layers } from './layers.ts'
import { loadBalancers } from './load-balancers.ts'
import { logGroups } from './log-groups.ts'
import { logSamples } from './log-samples.ts'
import { logSubscriptions } from './log-subscriptions.ts'
import { organization } from './organization.ts'
import { regions } from './regions.ts'
import { roles } from './roles.ts'
import { safeguards } from './safeguards.ts'
import { schedules } from './schedules.ts'
import { securityHubFindings } from './security-hub-findings.ts'
import { stateMachines } from './state-machines.ts'
import { stsIdentity } from './sts-identity.ts'
import { topicSubscriptions } from './topic-subscriptions.ts'
import { topics } from './topics.ts'
import { trailEvents } from './trail-events.ts'
import { trails } from './trails.ts'
import { userPools } from './user-pools.ts'
import { users } from './users.ts'
import { vpcs } from './vpcs.ts'
import { webAcls } from './web-acls.ts'

/** Collectors whose items are resources, with their kind set. */
export const RESOURCE_COLLECTORS: readonly Collector<ResourceRecord>[] = [
  accountSettings,
  functions,
  eventSourceMappings,
  roles,
  apis,
  loadBalancers,
  webAcls,
  cloudfrontWebAcls,
  distributions,
  eventRules,
  topicSubscriptions,
  userPools,
  organization,
  stateMachines,
  schedules,
  users,
  buckets,
  trails,
  codeSigningConfigs,
  eventBuses,
  graphqlApis,
  safeguards,
  securityHubFindings,
  guarddutyFindings,
  inspectorFindings,
  accessAnalyzerFindings,
  configFindings,
  codePackages,
]

export const COLLECTORS: readonly CollectorDeclaration[] = [
  stsIdentity,
  regions,
  accountSettings,
  functions,
  eventSourceMappings,
  roles,
  apis,
  loadBalancers,
  webAcls,
  cloudfrontWebAcls,
  distributions,
  eventRules,
  topicSubscriptions,
  lastAccessed,
  logSubscriptions,
  userPools,
  organization,
  stateMachines,
  schedules,
  users,
  eventSources,
  buckets,
  logGroups,
  trails,
  layers,
  codeSigningConfigs,
  vpcs,
  topics,
  kmsKeys,
  imageRepositories,
  eventBuses,
  graphqlApis,
  safeguards,
  securityHubFindings,
  guarddutyFindings,
  inspectorFindings,
  accessAnalyzerFindings,
  configFindings,
  codePackages,
  activeMetrics,
  lambdaMetrics,
  billingMetrics,
  costExplorer,
  logSamples,
  trailEvents,
]
