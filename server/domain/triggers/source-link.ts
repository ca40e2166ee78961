import type { ApiAuthorizer, ApiRecord, ApiRoute, ApiStage } from '#server/domain/records/api-record.ts'
import type { BucketNotification, BucketRecord } from '#server/domain/records/bucket-record.ts'
import type {
  DistributionBehaviour,
  DistributionOrigin,
  DistributionRecord,
} from '#server/domain/records/distribution-record.ts'
import type { EventRuleRecord, EventRuleTarget } from '#server/domain/records/event-rule-record.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { ListenerRule, LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import type { LogSubscriptionRecord } from '#server/domain/records/log-subscription-record.ts'
import type { ScheduleRecord } from '#server/domain/records/schedule-record.ts'
import type { StateMachineCall, StateMachineRecord } from '#server/domain/records/state-machine-record.ts'
import type { TopicSubscriptionRecord } from '#server/domain/records/topic-subscription-record.ts'
import type { UserPoolRecord } from '#server/domain/records/user-pool-record.ts'

/** A route and the stages in which its integration names this function; null where the stages were not seen. */
export type ApiLink = { kind: 'api'; record: ApiRecord; route: ApiRoute; stages: ApiStage[] | null }
export type ApiAuthorizerLink = { kind: 'api-authorizer'; record: ApiRecord; authorizer: ApiAuthorizer }
export type LoadBalancerLink = {
  kind: 'elb'
  record: LoadBalancerRecord
  targetGroupArn: string
  health: string | undefined
  /** Listener rules that forward to the target group; null where they were not seen. */
  rules: { port: number; protocol: string; rule: ListenerRule }[] | null
}
export type EdgeLink = {
  kind: 'edge'
  record: DistributionRecord
  behaviour: DistributionBehaviour
  eventType: string
}
export type BucketLink = { kind: 'bucket'; record: BucketRecord; notification: BucketNotification }
export type TopicLink = { kind: 'topic'; record: TopicSubscriptionRecord }
export type RuleLink = { kind: 'rule'; record: EventRuleRecord; target: EventRuleTarget }
export type ScheduleLink = { kind: 'schedule'; record: ScheduleRecord }
export type LogLink = { kind: 'logs'; record: LogSubscriptionRecord }
export type UserPoolLink = { kind: 'user-pool'; record: UserPoolRecord; trigger: string }
export type StateMachineLink = { kind: 'state-machine'; record: StateMachineRecord; call: StateMachineCall }
export type MappingLink = { kind: 'mapping'; record: EventSourceMappingRecord }

/** A collected source that names a function. */
export type SourceLink = (
  | ApiLink
  | ApiAuthorizerLink
  | LoadBalancerLink
  | EdgeLink
  | BucketLink
  | TopicLink
  | RuleLink
  | ScheduleLink
  | LogLink
  | UserPoolLink
  | StateMachineLink
  | MappingLink
) & { qualifier: string | null }

/** A distribution that has the address of an API, a load balancer or a function URL among its origins. */
export type Fronting = {
  record: DistributionRecord
  origin: DistributionOrigin
  behaviours: DistributionBehaviour[]
}
