import { watching } from './by-risk.ts'
import type { Framework } from './define-framework.ts'

export type Risk = {
  id: string
  title: string
  /** What of the risk cannot be seen from outside the code. */
  unseen: string
}

/** "Fourteen most critical risks for serverless applications": PureSec, later the Cloud Security Alliance's Israel chapter. */
export const FOURTEEN_RISKS: readonly Risk[] = [
  {
    id: 'event-data-injection',
    title: 'Function event data injection',
    unseen: 'What the code does with its input.',
  },
  {
    id: 'broken-authentication',
    title: 'Broken authentication',
    unseen: 'Authentication inside the code.',
  },
  {
    id: 'insecure-deployment-configuration',
    title: 'Insecure deployment configuration',
    unseen: 'Settings of services that are not collected.',
  },
  {
    id: 'over-privileged-roles',
    title: 'Over-privileged permissions and roles',
    unseen: 'Which of its permissions the code uses.',
  },
  {
    id: 'inadequate-monitoring',
    title: 'Inadequate monitoring and logging',
    unseen: 'What the code writes to its log.',
  },
  {
    id: 'insecure-dependencies',
    title: 'Insecure third-party dependencies',
    unseen: 'The packages inside the code.',
  },
  {
    id: 'insecure-secrets',
    title: 'Insecure storage of application secrets',
    unseen: 'Secrets inside the code.',
  },
  {
    id: 'denial-of-service',
    title: 'Denial of service and financial resource exhaustion',
    unseen: 'Which input makes the code slow.',
  },
  {
    id: 'execution-flow-manipulation',
    title: 'Execution flow manipulation',
    unseen: 'The order in which the code expects its events.',
  },
  {
    id: 'improper-exception-handling',
    title: 'Improper exception handling and verbose errors',
    unseen: 'What the code answers when it fails.',
  },
  { id: 'ungoverned-assets', title: 'Ungoverned serverless assets', unseen: 'Who should own a function.' },
  {
    id: 'cross-execution-persistency',
    title: 'Cross-execution data persistency',
    unseen: 'What the code leaves in memory and in /tmp.',
  },
  {
    id: 'leaked-credentials',
    title: 'Leakage of IAM credentials',
    unseen: 'Calls that are data events, unless CloudTrail records those.',
  },
  {
    id: 'out-of-band-deployment',
    title: 'Out-of-band code deployment',
    unseen: 'Whether a pipeline itself was taken over.',
  },
]

/** Each entry of the catalogue says of itself which of the risks it is about. */
export const fourteenRisks: Framework = {
  id: 'fourteen-risks',
  title: 'Fourteen serverless risks',
  version: '2018',
  publisher: 'PureSec',
  url: 'https://github.com/puresec/sas-top-10',
  controls: FOURTEEN_RISKS.map(({ id, title, unseen }) => ({
    id,
    title,
    ...watching({ risks: [id] }),
    unseen,
  })),
}
