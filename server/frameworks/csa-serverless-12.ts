import { watching } from './by-risk.ts'
import type { Framework } from './define-framework.ts'
import { FOURTEEN_RISKS } from './fourteen-risks.ts'

/** Number, the same risk among the fourteen, and the title here. */
const RISKS: readonly (readonly [id: string, risk: string, title: string])[] = [
  ['SAS-01', 'event-data-injection', 'Function event data injection'],
  ['SAS-02', 'broken-authentication', 'Broken authentication'],
  ['SAS-03', 'insecure-deployment-configuration', 'Insecure serverless deployment configuration'],
  ['SAS-04', 'over-privileged-roles', 'Over-privileged function permissions and roles'],
  ['SAS-05', 'inadequate-monitoring', 'Inadequate function monitoring and logging'],
  ['SAS-06', 'insecure-dependencies', 'Insecure third-party dependencies'],
  ['SAS-07', 'insecure-secrets', 'Insecure application secrets storage'],
  ['SAS-08', 'denial-of-service', 'Denial of service and financial resource exhaustion'],
  ['SAS-09', 'execution-flow-manipulation', 'Serverless business logic manipulation'],
  ['SAS-10', 'improper-exception-handling', 'Improper exception handling and verbose error messages'],
  ['SAS-11', 'ungoverned-assets', 'Obsolete functions, cloud resources and event triggers'],
  ['SAS-12', 'cross-execution-persistency', 'Cross-execution data persistency'],
]

/** "The 12 Most Critical Risks for Serverless Applications", Cloud Security Alliance, 2019. */
export const csaServerless12: Framework = {
  id: 'csa-serverless-12',
  title: 'Twelve most critical serverless risks',
  version: '2019',
  publisher: 'Cloud Security Alliance',
  url: 'https://cloudsecurityalliance.org/artifacts/the-12-most-critical-risks-for-serverless-applications',
  controls: RISKS.map(([id, risk, title]) => ({
    id,
    title,
    ...watching({ risks: [risk] }),
    unseen: FOURTEEN_RISKS.find((one) => one.id === risk)?.unseen ?? '',
  })),
}
