import type { AccountSettingsRecord } from './account-settings-record.ts'
import type { ApiRecord } from './api-record.ts'
import type { BucketRecord } from './bucket-record.ts'
import type { CodePackageRecord } from './code-package-record.ts'
import type { CodeSigningConfigRecord } from './code-signing-config-record.ts'
import type { DistributionRecord } from './distribution-record.ts'
import type { EventBusRecord } from './event-bus-record.ts'
import type { EventRuleRecord } from './event-rule-record.ts'
import type { EventSourceMappingRecord } from './event-source-mapping-record.ts'
import type { EventSourceRecord } from './event-source-record.ts'
import type { ExternalFindingRecord } from './external-finding-record.ts'
import type { FunctionRecord } from './function-record.ts'
import type { GraphqlApiRecord } from './graphql-api-record.ts'
import type { ImageRepositoryRecord } from './image-repository-record.ts'
import type { KmsKeyRecord } from './kms-key-record.ts'
import type { LayerRecord } from './layer-record.ts'
import type { LoadBalancerRecord } from './load-balancer-record.ts'
import type { LogGroupRecord } from './log-group-record.ts'
import type { LogSubscriptionRecord } from './log-subscription-record.ts'
import type { OrganizationRecord } from './organization-record.ts'
import type { RoleRecord } from './role-record.ts'
import type { SafeguardsRecord } from './safeguards-record.ts'
import type { ScheduleRecord } from './schedule-record.ts'
import type { StateMachineRecord } from './state-machine-record.ts'
import type { TopicRecord } from './topic-record.ts'
import type { TopicSubscriptionRecord } from './topic-subscription-record.ts'
import type { TrailSettingsRecord } from './trail-settings-record.ts'
import type { UserPoolRecord } from './user-pool-record.ts'
import type { UserRecord } from './user-record.ts'
import type { VpcRecord } from './vpc-record.ts'
import type { WebAclRecord } from './web-acl-record.ts'

export type ResourceRecord =
  | FunctionRecord
  | RoleRecord
  | UserRecord
  | EventSourceMappingRecord
  | EventSourceRecord
  | ApiRecord
  | LoadBalancerRecord
  | DistributionRecord
  | WebAclRecord
  | EventRuleRecord
  | ScheduleRecord
  | BucketRecord
  | TopicSubscriptionRecord
  | LogSubscriptionRecord
  | UserPoolRecord
  | StateMachineRecord
  | OrganizationRecord
  | AccountSettingsRecord
  | LogGroupRecord
  | KmsKeyRecord
  | LayerRecord
  | CodeSigningConfigRecord
  | TrailSettingsRecord
  | VpcRecord
  | ImageRepositoryRecord
  | TopicRecord
  | EventBusRecord
  | GraphqlApiRecord
  | SafeguardsRecord
  | ExternalFindingRecord
  | CodePackageRecord

export type RecordOfKind<K extends ResourceRecord['kind']> = Extract<ResourceRecord, { kind: K }>
