import { z } from 'zod'
import { SEVERITIES } from '#server/domain/severity.ts'

/** AWS's access levels, as the Service Authorization Reference gives them for each action. */
export const ACCESS_LEVELS = [
  'List',
  'Read',
  'Write',
  'Permissions management',
  'Tagging',
  'Unknown',
] as const
export type AccessLevel = (typeof ACCESS_LEVELS)[number]

export const statementRef = z.object({
  policy: z.string().meta({ description: 'Name of the policy' }),
  policyArn: z.string().nullable(),
  kind: z.enum(['inline', 'managed', 'boundary', 'scp', 'resource', 'trust']),
  sid: z.string().nullable(),
  index: z.number().int(),
  quote: z.string().meta({ description: 'The statement as JSON' }),
})
export type StatementRef = z.infer<typeof statementRef>

/** What a principal may do in one service at one level, after Deny, boundary and SCPs. */
export const levelAccess = z.object({
  level: z.enum(ACCESS_LEVELS),
  actions: z.array(z.string()).meta({ description: 'Expanded, with the case that AWS writes' }),
  /** How many actions are granted, where not all are listed. */
  count: z.number().int().optional(),
  /** Actions of that level that the service has. */
  of: z.number().int(),
  resources: z.array(z.string()),
  everyResource: z.boolean(),
  /** Some of it holds only under conditions. */
  conditions: z.array(z.string()),
  /** Whether any of them is more than a guardrail. */
  conditional: z.boolean().optional(),
  statements: z.array(z.number().int()).meta({ description: 'Indexes into the list of statements' }),
})
export const serviceAccess = z.object({
  service: z.string(),
  serviceName: z.string(),
  /** A wildcard gives every action of the service. */
  everyAction: z.boolean(),
  levels: z.array(levelAccess),
  lastUsedAt: z.string().nullable(),
  /** used | not used | unknown, from last accessed details and the stored events. */
  use: z.enum(['used', 'not used', 'unknown']),
})
export type ServiceAccess = z.infer<typeof serviceAccess>

export const effectivePermissions = z.object({
  admin: z.boolean(),
  services: z.array(serviceAccess),
  statements: z.array(statementRef),
  /** Actions in the policies that the action table does not know. */
  unknownActions: z.array(z.string()),
  /** Policies, boundary or SCPs that could not be read: what is shown may be more or less than what holds. */
  unseen: z.array(z.string()),
})
export type EffectivePermissions = z.infer<typeof effectivePermissions>

export const ACCESS_RISKS = [
  'admin',
  'privilege-escalation',
  'credential-exposure',
  'data-exfiltration',
  'permissions-management',
  'unconstrained-write',
  'service-wildcard',
  'not-action',
  'broad-trust',
  'shared',
] as const
export const accessRisk = z.object({
  risk: z.enum(ACCESS_RISKS),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  /** For escalation: the method's name, e.g. `PassRole and CreateFunction`. */
  method: z.string().nullable(),
  why: z.string(),
  actions: z.array(z.string()),
  resources: z.array(z.string()),
  conditional: z.boolean(),
  statements: z.array(statementRef),
})
export type AccessRisk = z.infer<typeof accessRisk>

/** A principal that can change a function or make it its own, and how. */
export const takeover = z.object({
  principalArn: z.string(),
  principalName: z.string(),
  principalKind: z.enum(['role', 'user', 'other account', 'service', 'anyone']),
  path: z.array(z.string()).meta({ description: 'Steps in order, each an action on a thing' }),
  actions: z.array(z.string()),
  conditional: z.boolean(),
})
export type Takeover = z.infer<typeof takeover>

export const trustedBy = z.object({
  principal: z.string(),
  kind: z.enum(['service', 'account', 'role', 'user', 'federated', 'anyone', 'unknown']),
  external: z.boolean(),
  conditions: z.array(z.string()),
  statement: statementRef,
})
export type TrustedBy = z.infer<typeof trustedBy>

/** Everything that is worked out about a role. */
export const roleAccess = z.object({
  permissions: effectivePermissions,
  risks: z.array(accessRisk).meta({ description: 'Worst first' }),
  trust: z.array(trustedBy),
  /** Worst severity among the risks; null where there is none, 'unknown' where the policies could not be read. */
  level: z.enum(['critical', 'high', 'medium', 'low', 'info', 'none', 'unknown']),
})
export type RoleAccess = z.infer<typeof roleAccess>

/** Why a line of a proposed policy is there, or why one of today's is not. */
export const lineEvidence = z.object({
  action: z.string(),
  resources: z.array(z.string()),
  decision: z.enum(['keep', 'drop', 'unobservable']),
  because: z.array(
    z.object({
      source: z.enum(['event', 'last accessed', 'configuration', 'not observable', 'not observed']),
      text: z.string(),
      at: z.string().nullable(),
      eventId: z.string().nullable(),
    }),
  ),
})
export type LineEvidence = z.infer<typeof lineEvidence>

export const policyProposal = z.object({
  state: z.enum(['proposed', 'unknown']),
  /** Why nothing can be proposed, where state is unknown. */
  reason: z.string().nullable(),
  window: z.object({ from: z.string(), to: z.string() }),
  policy: z.string().meta({ description: 'The proposed document as JSON text' }),
  today: z.string().meta({ description: "Today's identity policies merged into one document, as JSON text" }),
  /** Actions granted today, observed or needed, proposed. */
  counts: z.object({ granted: z.number().int(), observed: z.number().int(), proposed: z.number().int() }),
  lines: z.array(lineEvidence),
  /** Services whose use cannot be seen (data events are off): what is granted there is kept. */
  notObservable: z.array(z.object({ service: z.string(), why: z.string() })),
  warnings: z.array(z.string()),
})
export type PolicyProposal = z.infer<typeof policyProposal>
